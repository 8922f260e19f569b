using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Google.Apis.Json;
using Google.Apis.Services;
using Google.Apis.Sheets.v4;
using Newtonsoft.Json;

namespace Amo2GSheet.GoogleSheets;

/// <summary>Makes Google's client. Its calls and those for its token go through our own <see cref="HttpClient"/> handlers.</summary>
internal static class SheetsServiceFactory
{
    /// <summary>Name under which the handlers are registered.</summary>
    public const string HandlerName = "GoogleSheets";

    /// <summary>How long one call may take. Google ends its own at 180 s; a pass cannot wait that long.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>One for all clients: it learns the shape of each message once, which is dear.</summary>
    private static readonly NewtonsoftJsonSerializer Serializer = new(Settings());

    /// <summary>Makes the client; nothing is called yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="key">The service account.</param>
    /// <param name="handlers">Where the handlers come from.</param>
    public static SheetsService Create(GoogleSheetOptions options, ServiceAccountCredential key, IHttpMessageHandlerFactory handlers) => Create(
        options, handlers, clients => key.ToGoogleCredential().CreateWithHttpClientFactory(clients).CreateScoped(SheetsService.Scope.Spreadsheets));

    /// <summary>Makes the client with any other way to show who calls.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="handlers">Where the handlers come from.</param>
    /// <param name="credential">Makes what puts a token on each call, given the factory of clients that it may fetch the token with.</param>
    public static SheetsService Create(
        GoogleSheetOptions options, IHttpMessageHandlerFactory handlers, Func<Google.Apis.Http.IHttpClientFactory, IConfigurableHttpClientInitializer> credential)
    {
        // Google's client unpacks and redirects by itself where it wants that; the token's calls forbid both to the handler.
        var clients = new HttpClientFromMessageHandlerFactory(_ => new HttpClientFromMessageHandlerFactory.ConfiguredHttpMessageHandler(
            handlers.CreateHandler(HandlerName), performsAutomaticDecompression: false, handlesRedirect: false));

        return new SheetsService(new BaseClientService.Initializer
        {
            ApplicationName = "amo2gsheet",
            BaseUri = string.IsNullOrEmpty(options.BaseUrl) ? null : options.BaseUrl.TrimEnd('/') + "/",
            HttpClientFactory = clients,
            HttpClientInitializer = credential(clients),
            HttpClientTimeout = CallTimeout,
            // What may be tried again depends on the call: see SheetBackOff.
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            Serializer = Serializer,
        });
    }

    private static JsonSerializerSettings Settings()
    {
        // Otherwise a cell with the text 2026-05-01T10:00:00 would arrive as a DateTime.
        var settings = NewtonsoftJsonSerializer.CreateDefaultSettings();
        settings.DateParseHandling = DateParseHandling.None;
        return settings;
    }
}
