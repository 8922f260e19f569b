using Amo2GSheet.Sandbox.Azurite;
using Amo2GSheet.Sandbox.Processes;
using Azure.Data.Tables;

namespace Amo2GSheet.Tests.Support;

public sealed class AzuriteServerTests
{
    [AzuriteFact]
    public async Task Azurite_stores_an_entity_and_gives_it_back()
    {
        var table = new TableClient(await AzuriteFixture.ConnectionStringAsync(), AzuriteFixture.UniqueTablePrefix() + "leads");
        await table.CreateAsync();

        await table.AddEntityAsync(new TableEntity("account", "1") { ["Status"] = "В процессе" });

        Assert.Equal("В процессе", (await table.GetEntityAsync<TableEntity>("account", "1")).Value["Status"]);
    }

    [NodeFact]
    public async Task Disposing_ends_the_process()
    {
        var server = await AzuriteServer.StartAsync(new AzuriteOptions(), CancellationToken.None);
        var pid = server.ProcessId!.Value;
        Assert.True(Alive.Is(pid));

        await server.DisposeAsync();

        Assert.False(Alive.Is(pid));
    }

    [NodeFact]
    public async Task A_process_with_the_owned_script_ends_when_the_one_that_started_it_is_gone()
    {
        var script = AzuriteFolder.Find(AppContext.BaseDirectory).OwnedScript;
        await using var child = ChildProcess.Start(new ChildProcessSpec
        {
            Name = "node",
            Command = "node",
            Arguments = ["--require", script, "--eval", "setInterval(() => {}, 1000)"],
        });

        // Stopping closes its input, as our end would; a process that does not mind is killed after that, and its code is not 0.
        Assert.Equal(0, await child.StopAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
    }

    [NodeFact]
    public async Task The_pinned_version_is_the_one_that_runs()
    {
        await using var server = await AzuriteServer.StartAsync(new AzuriteOptions(), CancellationToken.None);

        Assert.Equal("3.35.0", server.Version);
    }

    [NodeFact]
    public async Task Without_Node_the_message_names_what_to_install_and_the_setting_that_does_without()
    {
        // The shared server first: it installs the package, so that Node and not npm is what is missed.
        await AzuriteFixture.ConnectionStringAsync();
        var options = new AzuriteOptions { Node = "node-that-nobody-has", Npm = "npm-that-nobody-has" };

        var refusal = await Assert.ThrowsAsync<AzuriteUnavailableException>(
            () => AzuriteServer.StartAsync(options, CancellationToken.None));

        Assert.Contains("-that-nobody-has'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Install Node.js 20 or newer", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AMO2GSHEET_TABLES", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_account_is_used_as_it_is_and_nothing_is_started()
    {
        var options = new AzuriteOptions { ExistingTables = "UseDevelopmentStorage=true", Node = "node-that-nobody-has" };

        await using var server = await AzuriteServer.StartAsync(options, CancellationToken.None);

        Assert.Equal("UseDevelopmentStorage=true", server.ConnectionString);
        Assert.Null(server.ProcessId);
    }
}
