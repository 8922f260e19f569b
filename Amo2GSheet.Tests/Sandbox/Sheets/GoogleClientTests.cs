using System.Text.Json;
using Amo2GSheet.Sandbox.Sheets;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Discovery;
using Google.Apis.Requests;
using Google.Apis.Services;
using Google.Apis.Util;

namespace Amo2GSheet.Tests.Sandbox.Sheets;

/// <summary>Google's own .NET base client against the simulator: its key file, its token call, its gzip, its long-URL form.</summary>
public sealed class GoogleClientTests
{
    [Fact]
    public async Task Googles_credential_and_client_work_unchanged()
    {
        await using var simulator = await GoogleSheetsSimulator.StartAsync(new GoogleSheetsSimulatorOptions(), CancellationToken.None);
        var key = simulator.CreateServiceAccountKey(DemoSpreadsheet.ServiceAccount);
        var credential = CredentialFactory.FromJson<ServiceAccountCredential>(key).ToGoogleCredential().CreateScoped(SheetsClient.Scope);
        using var service = new Service(new BaseClientService.Initializer
        {
            HttpClientInitializer = credential,
            BaseUri = simulator.BaseUri.ToString(),
            ApplicationName = "test",
        });

        var written = await RunAsync(new Call(service, "PUT", "'Sheet1'!A2:B2")
        {
            ValueInputOption = "RAW",
            Body = new { values = new object?[][] { [null, "+998"] } },
        });
        Assert.Equal("Sheet1!A2:B2", written.GetProperty("updatedRange").GetString());

        // Longer than 2048 characters: the client turns the GET into a POST.
        var read = await RunAsync(new Call(service, "GET", "Sheet1!B2") { QuotaUser = new string('x', 3000) });
        Assert.Equal("+998", read.GetProperty("values")[0][0].GetString());
        Assert.Equal((1, 1), (simulator.Counters.Reads, simulator.Counters.Writes));
    }

    private static async Task<JsonElement> RunAsync(Call call)
    {
        await using var stream = await call.ExecuteAsStreamAsync();
        using var json = await JsonDocument.ParseAsync(stream);
        return json.RootElement.Clone();
    }

    private sealed class Service(BaseClientService.Initializer initializer) : BaseClientService(initializer)
    {
        public override string Name => "sheets";

        public override string BaseUri => BaseUriOverride;

        public override string BasePath => string.Empty;

        public override IList<string> Features => [];
    }

    /// <summary>As the generated request classes are: attributes name the parameters, InitParameters lists them.</summary>
    private sealed class Call : ClientServiceRequest<object>
    {
        private readonly string _verb;

        public Call(Service service, string verb, string range)
            : base(service)
        {
            _verb = verb;
            Range = range;
            InitParameters();
        }

        [RequestParameter("id", RequestParameterType.Path)]
        public string Id { get; } = DemoSpreadsheet.Id;

        [RequestParameter("range", RequestParameterType.Path)]
        public string Range { get; }

        [RequestParameter("valueInputOption", RequestParameterType.Query)]
        public string? ValueInputOption { get; init; }

        [RequestParameter("quotaUser", RequestParameterType.Query)]
        public string? QuotaUser { get; init; }

        public object? Body { get; init; }

        public override string MethodName => "call";

        public override string RestPath => "v4/spreadsheets/{id}/values/{range}";

        public override string HttpMethod => _verb;

        protected override object? GetBody() => Body;

        protected override void InitParameters()
        {
            base.InitParameters();
            foreach (var (name, type) in new[] { ("id", "path"), ("range", "path"), ("valueInputOption", "query"), ("quotaUser", "query") })
                RequestParameters.Add(name, new Parameter { Name = name, ParameterType = type, IsRequired = type == "path" });
        }
    }
}
