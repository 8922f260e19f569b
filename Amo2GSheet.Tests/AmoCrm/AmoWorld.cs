using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Tests.Hardening.Log;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Tests.AmoCrm;

/// <summary>The client as registered, over scripted HTTP, a clock on which waiting costs nothing, and tokens in memory.</summary>
internal sealed class AmoWorld : IDisposable
{
    public const string Block = "<html><head><title>403 Forbidden</title></head></html>";
    public const string TokenCall = "POST /oauth2/access_token";
    public const string Revoked = """{"hint":"Token has been revoked","title":"Некорректный запрос","status":401,"detail":"d"}""";
    public const string Unauthorized = """{"title":"Unauthorized","status":401,"detail":"Invalid user name or password"}""";

    private readonly List<ServiceProvider> _workers = [];
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["AMO_SUBDOMAIN"] = "acme",
        ["AMO_CLIENT_ID"] = "client-1",
        ["AMO_CLIENT_SECRET"] = "client-secret",
        ["AMO_REDIRECT_URI"] = "https://example.test/oauth",
    };

    public AmoWorld(params (string Name, string? Value)[] settings)
    {
        foreach (var (name, value) in settings)
            _settings[name] = value;
        SuiteLog.LearnSettings(_settings);
        Amo = new ScriptedAmo(Time);
        Store.Put(Tokens(1));
        First = Worker();
    }

    public SkippingTime Time { get; } = new();

    public MemoryTokenStore Store { get; } = new();

    public ScriptedAmo Amo { get; }

    public List<string> Logged { get; } = [];

    public ServiceProvider First { get; }

    public IAmoCrm Client => First.GetRequiredService<IAmoCrm>();

    public IAmoLogIn LogIn => First.GetRequiredService<IAmoLogIn>();

    public AmoStatus Status => First.GetRequiredService<AmoHealth>().Current;

    /// <summary>A worker of its own, over the same amoCRM, store and clock.</summary>
    public ServiceProvider Worker()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ITokenStore>(Store);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Logged)).AddProvider(SuiteLog.Provider));
        services.AddAmoCrm(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
        services.AddHttpClient(AmoWire.ClientName).ConfigurePrimaryHttpMessageHandler(() => new Shared(Amo));
        var worker = services.BuildServiceProvider();
        _workers.Add(worker);
        return worker;
    }

    /// <summary>The n-th pair, good for a day from now.</summary>
    public AmoTokens Tokens(int number, TimeSpan? left = null)
    {
        SuiteLog.Watch.Learn($"access-{number}");
        SuiteLog.Watch.Learn($"refresh-{number}");
        return new($"access-{number}", $"refresh-{number}", Time.GetUtcNow() + (left ?? TimeSpan.FromDays(1)));
    }

    /// <summary>The token endpoint's answer that carries the n-th pair.</summary>
    public static string Pair(int number) =>
        $$"""{"token_type":"Bearer","expires_in":86400,"access_token":"access-{{number}}","refresh_token":"refresh-{{number}}"}""";

    /// <summary>Reads one lead; the cheapest call there is.</summary>
    public Task<IReadOnlyDictionary<LeadId, Lead>> ReadOneAsync() => Client.ReadLeadsAsync([new LeadId(501)], CancellationToken.None);

    /// <summary>No secret in any log line or in the exception.</summary>
    public void NoSecretsIn(Exception? exception = null)
    {
        foreach (var text in Logged.Append(exception?.ToString() ?? ""))
            Assert.DoesNotMatch("access-[0-9]|refresh-[0-9]|client-secret|code-1", text);
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
        Amo.Dispose();
    }

    // The factory disposes the handlers that it makes; the script outlives them.
    private sealed class Shared(HttpMessageHandler script) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _script = new(script, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _script.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _script.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
                lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
            // Nothing held.
        }
    }
}
