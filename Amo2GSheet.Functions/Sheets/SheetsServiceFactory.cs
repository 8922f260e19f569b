using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Google.Apis.Json;
using Google.Apis.Services;
using Google.Apis.Sheets.v4;
using Newtonsoft.Json;

namespace Amo2GSheet.Functions.Sheets;

/// <summary>Makes Google's client. Its calls and those for its token go through our own <see cref="HttpClient"/> handlers.</summary>
internal static class SheetsServiceFactory
{
    /// <summary>Name under which the handlers are registered.</summary>
    public const string HandlerName = "GoogleSheets";

    /// <summary>How long one call may take. Google ends its own at 180 s; a pass cannot wait that long.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Makes the client; nothing is called yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="key">The service account.</param>
    /// <param name="handlers">Where the handlers come from.</param>
    public static SheetsService Create(GoogleSheetOptions options, ServiceAccountCredential key, IHttpMessageHandlerFactory handlers)
    {
        var clients = new HttpClientFromMessageHandlerFactory(_ => new HttpClientFromMessageHandlerFactory.ConfiguredHttpMessageHandler(
            handlers.CreateHandler(HandlerName), performsAutomaticDecompression: true, handlesRedirect: false));

        return new SheetsService(new BaseClientService.Initializer
        {
            ApplicationName = "amo2gsheet",
            BaseUri = string.IsNullOrEmpty(options.BaseUrl) ? null : options.BaseUrl.TrimEnd('/') + "/",
            HttpClientFactory = clients,
            HttpClientInitializer = key.ToGoogleCredential().CreateWithHttpClientFactory(clients).CreateScoped(SheetsService.Scope.Spreadsheets),
            HttpClientTimeout = CallTimeout,
            // What may be tried again depends on the call: see SheetBackOff.
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            Serializer = new NewtonsoftJsonSerializer(Settings()),
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
