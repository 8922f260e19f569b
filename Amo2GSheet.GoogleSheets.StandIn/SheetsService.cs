// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Discovery;
using Google.Apis.Services;

namespace Google.Apis.Sheets.v4;

/// <summary>Client of the Google Sheets API v4 (https://developers.google.com/workspace/sheets/api/reference/rest).</summary>
public class SheetsService : BaseClientService
{
    /// <summary>Version of the API.</summary>
    public const string Version = "v4";

    /// <summary>Version of the discovery format that describes the API.</summary>
    public static DiscoveryVersion DiscoveryVersionUsed = DiscoveryVersion.Version_1_0;

    /// <summary>A client with default settings and no credential.</summary>
    public SheetsService() : this(new Initializer())
    {
    }

    /// <summary>A client.</summary>
    /// <param name="initializer">Settings; its <c>BaseUri</c>, when set, has to end with a slash.</param>
    public SheetsService(Initializer initializer) : base(initializer)
    {
        Spreadsheets = new SpreadsheetsResource(this);
        BaseUri = GetEffectiveUri(BaseUriOverride, "https://sheets.googleapis.com/");
        BatchUri = GetEffectiveUri(null, "https://sheets.googleapis.com/batch");
    }

    /// <inheritdoc />
    public override IList<string> Features => [];

    /// <inheritdoc />
    public override string Name => "sheets";

    /// <inheritdoc />
    public override string BaseUri { get; }

    /// <inheritdoc />
    public override string BasePath => "";

    /// <inheritdoc />
    public override string BatchUri { get; }

    /// <inheritdoc />
    public override string BatchPath => "batch";

    /// <summary>The spreadsheets.</summary>
    public virtual SpreadsheetsResource Spreadsheets { get; }

    /// <summary>OAuth scopes.</summary>
    public class Scope
    {
        /// <summary>All files of Drive.</summary>
        public static string Drive = ScopeConstants.Drive;

        /// <summary>Files of Drive that were opened or made with this application.</summary>
        public static string DriveFile = ScopeConstants.DriveFile;

        /// <summary>All files of Drive, to read.</summary>
        public static string DriveReadonly = ScopeConstants.DriveReadonly;

        /// <summary>All spreadsheets.</summary>
        public static string Spreadsheets = ScopeConstants.Spreadsheets;

        /// <summary>All spreadsheets, to read.</summary>
        public static string SpreadsheetsReadonly = ScopeConstants.SpreadsheetsReadonly;
    }

    /// <summary>OAuth scopes, as constants.</summary>
    public static class ScopeConstants
    {
        /// <summary>All files of Drive.</summary>
        public const string Drive = "https://www.googleapis.com/auth/drive";

        /// <summary>Files of Drive that were opened or made with this application.</summary>
        public const string DriveFile = "https://www.googleapis.com/auth/drive.file";

        /// <summary>All files of Drive, to read.</summary>
        public const string DriveReadonly = "https://www.googleapis.com/auth/drive.readonly";

        /// <summary>All spreadsheets.</summary>
        public const string Spreadsheets = "https://www.googleapis.com/auth/spreadsheets";

        /// <summary>All spreadsheets, to read.</summary>
        public const string SpreadsheetsReadonly = "https://www.googleapis.com/auth/spreadsheets.readonly";
    }
}
