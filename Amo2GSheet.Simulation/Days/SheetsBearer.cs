using System.Net.Http.Headers;
using System.Security.Cryptography;
using Amo2GSheet.Sandbox.Sheets;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;

namespace Amo2GSheet.Simulation.Days;

/// <summary>Puts a token that never ends on every call to Google.</summary>
internal sealed class SheetsBearer : IConfigurableHttpClientInitializer
{
    /// <summary>The token.</summary>
    public const string Token = "a-token-of-the-simulation";

    private static readonly Lazy<ServiceAccountCredential> Shared = new(() => new ServiceAccountCredential(
        new ServiceAccountCredential.Initializer(DemoSpreadsheet.ServiceAccount) { Key = RSA.Create(2048) }));

    /// <summary>The service account, which is only named in messages.</summary>
    public static ServiceAccountCredential Account => Shared.Value;

    /// <inheritdoc />
    public void Initialize(ConfigurableHttpClient httpClient) => httpClient.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
}
