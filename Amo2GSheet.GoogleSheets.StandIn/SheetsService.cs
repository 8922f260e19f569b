// Public shape of Google.Apis.Sheets.v4, as far as the adapter uses it; oblivious of nullability, as upstream is.
#nullable disable
using Google.Apis.Services;

namespace Google.Apis.Sheets.v4;

/// <summary>Client of the Google Sheets API v4 (https://developers.google.com/workspace/sheets/api/reference/rest).</summary>
public class SheetsService : BaseClientService
{
    /// <summary>A client.</summary>
    /// <param name="initializer">Settings; its <c>BaseUri</c>, when set, has to end with a slash.</param>
    public SheetsService(Initializer initializer) : base(initializer)
    {
        Spreadsheets = new SpreadsheetsResource(this);
        BaseUri = GetEffectiveUri(BaseUriOverride, "https://sheets.googleapis.com/");
    }

    /// <inheritdoc />
    public override IList<string> Features => [];

    /// <inheritdoc />
    public override string Name => "sheets";

    /// <inheritdoc />
    public override string BaseUri { get; }

    /// <inheritdoc />
    public override string BasePath => "";

    /// <summary>The spreadsheets.</summary>
    public virtual SpreadsheetsResource Spreadsheets { get; }

    /// <summary>OAuth scopes.</summary>
    public class Scope
    {
        /// <summary>All spreadsheets.</summary>
        public static string Spreadsheets = "https://www.googleapis.com/auth/spreadsheets";
    }
}
