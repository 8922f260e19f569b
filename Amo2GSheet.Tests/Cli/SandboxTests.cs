using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amo2GSheet.Cli.Sandbox;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Simulation.Smoke;

namespace Amo2GSheet.Tests.Cli;

public sealed class SandboxTests
{
    private static readonly string[] Shape = ["ok", "steps", "webhookAckMs", "calls"];

    [Fact]
    public void A_taken_port_is_named_with_the_option_that_changes_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var settings = SandboxSettings.From(smoke: true, amo: port, sheets: null, functions: null);

        var refused = Assert.Throws<SandboxException>(() => SandboxPorts.EnsureFree(settings));

        Assert.Equal($"Port {port} of 127.0.0.1, meant for the amoCRM simulator, is taken: choose another one with --amo-port.", refused.Message);
    }

    [Fact]
    public void Two_parts_cannot_have_one_port()
    {
        var settings = SandboxSettings.From(smoke: true, amo: null, sheets: null, functions: null);

        var refused = Assert.Throws<SandboxException>(() => SandboxPorts.EnsureFree(settings with { SheetsPort = settings.FunctionsPort }));

        Assert.Contains("--sheets-port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_that_were_looked_at_are_free_afterwards()
    {
        var settings = SandboxSettings.From(smoke: true, amo: null, sheets: null, functions: null);

        SandboxPorts.EnsureFree(settings);

        SandboxPorts.EnsureFree(settings);
    }

    [Fact]
    public void The_report_is_one_line_of_JSON_with_the_promised_names()
    {
        var report = new SmokeReport(false, [new("1 a", true, 12), new("2 «b»", false, 34, "no row")], new AckMs(1.5, 20), new CallTotals(1, 2, 3));

        var line = report.ToJson();

        Assert.DoesNotContain('\n', line);
        using var json = JsonDocument.Parse(line);
        Assert.Equal(Shape, json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Contains("""{"name":"1 a","ok":true,"ms":12}""", line, StringComparison.Ordinal);
        Assert.Contains("""{"name":"2 «b»","ok":false,"ms":34,"why":"no row"}""", line, StringComparison.Ordinal);
        Assert.Contains("""{"p50":1.5,"p99":20}""", line, StringComparison.Ordinal);
        Assert.Contains("""{"amo":1,"sheets":2,"storage":3}""", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Percentiles_are_times_that_were_measured()
    {
        var times = Enumerable.Range(1, 300).Select(number => (double)number).Reverse();

        Assert.Equal(new AckMs(150, 297), AckMs.Of(times));
        Assert.Equal(new AckMs(7, 7), AckMs.Of([7]));
    }

    [Fact]
    public void The_demo_prints_lines_for_a_shell_with_balanced_quotes_and_real_addresses()
    {
        var lines = SandboxGuide.Lines(new("http://127.0.0.1:1/"), new("http://127.0.0.1:2/"), new("http://127.0.0.1:3/"), "the-key", "the-token").ToList();

        Assert.All(lines, line => Assert.Matches("^(curl -s|dotnet run --project Amo2GSheet.Cli --) ", line.Line));
        Assert.All(lines, line => Assert.Equal(0, line.Line.Count(letter => letter == '\'') % 2));
        Assert.Contains(lines, line => line.Line == "curl -s -H 'x-functions-key: the-key' http://127.0.0.1:1/health/details");
        Assert.Equal(3, lines.Count(line => line.Line.Contains("-H 'X-Control-Token: the-token' -H 'Content-Type: application/json' http://", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Line.EndsWith(" why 40100001 --sandbox", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Line.EndsWith(" check --sandbox", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Line.Contains("http://127.0.0.1:2/_control/leads/40100001/move", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Line.Contains("http://127.0.0.1:3/_control/edits", StringComparison.Ordinal));
    }
}
