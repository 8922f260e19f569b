using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.State;
using Amo2GSheet.Core.Storage;
using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.SelfHost;
using Amo2GSheet.Simulation;
using Amo2GSheet.Tests.Hardening.Log;
using Amo2GSheet.Tests.Support;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Tests.Storage;

public sealed class StorageRegistrationTests
{
    private const string Key = "c2VjcmV0LWtleQ==";
    private const string Good = $"DefaultEndpointsProtocol=https;AccountName=some;AccountKey={Key};EndpointSuffix=core.windows.net";

    private static readonly string[] Tables = ["bases", "cursors", "dedup", "imports", "inbox", "journal", "kpi", "leases", "tokens"];

    [AzuriteFact]
    public async Task The_start_makes_the_tables_and_the_stores_work()
    {
        var connection = await AzuriteFixture.ConnectionStringAsync();
        var prefix = AzuriteFixture.UniqueTablePrefix();
        using var host = HostWith(("AzureWebJobsStorage", connection), ("AMO2GSHEET_TABLE_PREFIX", prefix), ("AMO_SUBDOMAIN", "Some-Account"));

        await host.StartAsync();

        var names = new List<string>();
        await foreach (var table in new TableServiceClient(connection).QueryAsync())
            names.Add(table.Name);
        Assert.Equal(Tables.Select(name => prefix + name), names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order());

        var lease = await host.Services.GetRequiredService<ILeaseStore>().TryAcquireAsync("pass", "a", TimeSpan.FromMinutes(1), default);
        Assert.NotNull(lease);
        var row = await new TableClient(connection, prefix + "leases").GetEntityAsync<TableEntity>("some-account", "pass");
        Assert.Equal("a", row.Value.GetString("Owner"));
        await host.StopAsync();
    }

    [AzuriteFact]
    public async Task A_second_start_finds_the_tables_made()
    {
        var settings = new[]
        {
            ("AMO2GSHEET_TABLES", await AzuriteFixture.ConnectionStringAsync()),
            ("AMO2GSHEET_TABLE_PREFIX", AzuriteFixture.UniqueTablePrefix()),
            ("AMO_SUBDOMAIN", "some"),
        };

        for (var start = 0; start < 2; start++)
        {
            using var host = HostWith(settings);
            await host.StartAsync();
            await host.StopAsync();
        }
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "")]
    [InlineData("AzureWebJobsStorage", "garbage")]
    [InlineData("AzureWebJobsStorage", $"AccountName=some;AccountKey={Key}x;Endpoint")]
    [InlineData("AMO2GSHEET_TABLES", "DefaultEndpointsProtocol=https;AccountName=some")]
    [InlineData("AMO2GSHEET_TABLE_PREFIX", "1st")]
    [InlineData("AMO2GSHEET_TABLE_PREFIX", "with-hyphen")]
    [InlineData("AMO_SUBDOMAIN", "")]
    [InlineData("AMO_SUBDOMAIN", "https://some.amocrm.ru/")]
    public async Task A_wrong_setting_stops_the_start_with_its_name_and_without_its_secret(string setting, string value)
    {
        var settings = new Dictionary<string, string> { ["AzureWebJobsStorage"] = Good, ["AMO_SUBDOMAIN"] = "some", [setting] = value };
        using var host = HostWith([.. settings.Select(pair => (pair.Key, pair.Value))]);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage:tableServiceUri", "http://some.table.core.windows.net", "AzureWebJobsStorage__tableServiceUri")]
    [InlineData("AzureWebJobsStorage:tableServiceUri", "some", "AzureWebJobsStorage__tableServiceUri")]
    [InlineData("AzureWebJobsStorage:accountName", "no such name", "AzureWebJobsStorage__accountName")]
    public void A_wrong_identity_setting_is_named(string setting, string value, string named)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => TableConnection.From(Settings((setting, value))));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", Good, "https://some.table.core.windows.net/tbases")]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/tbases")]
    [InlineData("AzureWebJobsStorage:tableServiceUri", "https://other.table.core.windows.net/", "https://other.table.core.windows.net/tbases")]
    [InlineData("AzureWebJobsStorage:accountName", "third", "https://third.table.core.windows.net/tbases")]
    public void Each_way_of_connecting_leads_to_its_tables(string setting, string value, string address)
    {
        var connection = TableConnection.From(Settings((setting, value), ("AMO2GSHEET_TABLE_PREFIX", "t")));

        Assert.Equal(address, new AzureTables(connection, new StorageCalls()).Bases.Uri.ToString());
    }

    [Fact]
    public void Our_own_setting_goes_before_the_hosts()
    {
        var connection = TableConnection.From(Settings(("AMO2GSHEET_TABLES", Good), ("AzureWebJobsStorage", "UseDevelopmentStorage=true")));

        Assert.Equal("https://some.table.core.windows.net/bases", new AzureTables(connection, new StorageCalls()).Bases.Uri.ToString());
    }

    [Fact]
    public async Task Tables_that_cannot_be_reached_stop_the_start_with_the_settings_name()
    {
        // Nobody listens on port 1.
        const string nowhere = $"AccountName=some;AccountKey={Key};TableEndpoint=http://127.0.0.1:1/some";
        using var host = HostWith(("AMO2GSHEET_TABLES", nowhere), ("AMO_SUBDOMAIN", "some"));

        var exception = await Assert.ThrowsAsync<TablesUnavailableException>(() => host.StartAsync());

        Assert.Contains("AMO2GSHEET_TABLES", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_over_one_embedded_service_share_one_state()
    {
        using var tables = TableService.InMemory(TimeProvider.System);
        await using var one = await OverAsync(tables);
        await using var other = await OverAsync(tables);

        await one.GetRequiredService<IBaseStore>().SaveAsync([Some.Base(1)], default);

        Assert.Single(await other.GetRequiredService<IBaseStore>().LoadAsync(undisturbed: false, default));
        // A lease has an owner: each worker has its own hand on it.
        Assert.NotNull(await one.GetRequiredService<ILeaseStore>().TryAcquireAsync("one", "a", TimeSpan.FromSeconds(30), default));
        Assert.Null(await other.GetRequiredService<ILeaseStore>().TryAcquireAsync("one", "b", TimeSpan.FromSeconds(30), default));
        await one.GetRequiredService<ITokenStore>().SaveAsync(new AmoTokens("access", "refresh", DateTimeOffset.UnixEpoch), null, default);
        Assert.Equal("refresh", (await other.GetRequiredService<ITokenStore>().ReadAsync(default))?.Tokens.RefreshToken);
    }

    private static async Task<ServiceProvider> OverAsync(TableService tables)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(SuiteLog.Provider)).AddAzureTables(Settings(("AMO_SUBDOMAIN", "some"))).AddTables(tables).BuildServiceProvider();
        await services.GetRequiredService<AzureTables>().EnsureAsync(default);
        return services;
    }

    [Theory]
    [InlineData("sqlite:/var/lib/amo2gsheet/tables.db")]
    [InlineData("SQLite: /var/lib/amo2gsheet/tables.db ")]
    public void A_file_of_tables_needs_a_program_that_brings_the_service(string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => TableConnection.From(Settings(("AMO2GSHEET_TABLES", value))));

        Assert.Contains("AMO2GSHEET_TABLES names a file", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("amo2gsheet tables", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("/var/lib/amo2gsheet/tables.db", TableConnection.From(Settings(("AMO2GSHEET_TABLES", value)), new NoFiles()).File);
    }

    [Fact]
    public void A_file_of_tables_needs_a_name()
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => TableConnection.From(Settings(("AMO2GSHEET_TABLES", "sqlite:")), new NoFiles()));

        Assert.Contains("AMO2GSHEET_TABLES", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_makes_the_tables_in_a_file()
    {
        var file = TableFixture.NewFile();
        using var host = HostWith(("AMO2GSHEET_TABLES", $"sqlite:{file}"), ("AMO_SUBDOMAIN", "some"));

        await host.StartAsync();

        Assert.NotNull(await host.Services.GetRequiredService<ILeaseStore>().TryAcquireAsync("pass", "a", TimeSpan.FromMinutes(1), default));
        Assert.Equal(file, host.Services.GetRequiredService<AzureTables>().Place);
        await host.StopAsync();
    }

    private sealed class NoFiles : ITableFiles
    {
        public HttpPipelineTransport Open(string path) => throw new NotSupportedException();
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)))
        .Build();

    private static IHost HostWith(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.AddProvider(SuiteLog.Provider)).AddEmbeddedTables().AddAzureTables(Settings(settings));
        return builder.Build();
    }
}
