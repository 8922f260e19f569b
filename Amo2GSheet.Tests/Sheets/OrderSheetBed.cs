using System.Security.Cryptography;
using System.Text.Json;
using Amo2GSheet.Core;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.GoogleSheets;
using Amo2GSheet.Tests.GoogleSheets;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.Sheets;

/// <summary>The adapter, registered as in the product, on an in-process wire and a clock on which every wait is over at once.</summary>
internal sealed class OrderSheetBed : IDisposable
{
    internal const string Account = "robot@test.iam.gserviceaccount.com";

    private static readonly Lazy<string> FreshKey = new(MakeKey);

    private readonly ServiceProvider _services;

    internal OrderSheetBed(params (string Name, string? Value)[] settings)
    {
        Wire.Otherwise = Book.Answer;
        SuiteLog.LearnSettings([new("GOOGLE_SERVICE_ACCOUNT_JSON", Key)]);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(SuiteLog.Provider))
            .AddSingleton<TimeProvider>(Time)
            .AddGoogleOrderSheet(Settings([("GOOGLE_SERVICE_ACCOUNT_JSON", Key), .. settings]))
            .AddHttpClient("GoogleSheets").ConfigurePrimaryHttpMessageHandler(() => Wire).Services
            .BuildServiceProvider();
        Sheet = _services.GetRequiredService<IOrderSheet>();
    }

    internal GoogleWire Wire { get; } = new();

    internal FakeBook Book { get; } = new();

    internal ImpatientTime Time { get; } = new();

    internal IOrderSheet Sheet { get; }

    internal WriteFence Fence => _services.GetRequiredService<WriteFence>();

    internal Task<SheetSnapshot> ReadAsync() => Sheet.ReadAsync(CancellationToken.None);

    internal Task<IReadOnlyList<RefusedEdit>> WriteAsync(params SheetEdit[] edits) => Sheet.WriteAsync(new SheetWrite(edits), CancellationToken.None);

    internal static IConfiguration Settings(params (string Name, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["GOOGLE_SHEET_ID"] = "book" })
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        .Build();

    /// <summary>The JSON of a fresh key.</summary>
    internal static string Key => FreshKey.Value;

    private static string MakeKey()
    {
        using var rsa = RSA.Create(2048);
        return JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["project_id"] = "test",
            ["private_key_id"] = "1",
            ["private_key"] = rsa.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = Account,
            ["client_id"] = "1",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
        });
    }

    public void Dispose()
    {
        _services.Dispose();
        Wire.Dispose();
    }
}

/// <summary>A clock whose timers are due at once, and which remembers how long they would have waited.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    internal List<TimeSpan> Waits { get; } = [];

    internal DateTimeOffset Now { get; set; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
