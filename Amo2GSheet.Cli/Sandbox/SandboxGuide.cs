using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Sandbox;
using Spectre.Console;

namespace Amo2GSheet.Cli.Sandbox;

/// <summary>What a person reads once the sandbox is up: where everything is, and what to try, ready to paste.</summary>
internal static class SandboxGuide
{
    /// <summary>A lead of the demo account that stands before the trigger stage.</summary>
    private const long Lead = 40_100_001;

    private const string Cli = "dotnet run --project Amo2GSheet.Cli --";

    /// <summary>Prints it.</summary>
    public static void Print(IAnsiConsole console, SandboxWorld world, Uri page)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]Open {page.AbsoluteUri} in a browser:[/] both sides, the journal between them, and what can go wrong.");
        console.WriteLine();
        Place("page", page.AbsoluteUri);
        Place("dashboard", $"{world.Dashboard.AbsoluteUri}  name {FunctionsSettings.DashboardName}, password {FunctionsSettings.DashboardPassword}; last month's numbers are there within seconds");
        Place("service", world.Service.AbsoluteUri);
        Place("key", world.Key);
        Place("token", $"{world.ControlToken}  for changes under /_control/, as the header X-Control-Token");
        Place("amoCRM", $"{world.Amo.BaseUri.AbsoluteUri}  simulator, people under /_control/");
        Place("Sheets", $"{world.Sheets.BaseUri.AbsoluteUri}  simulator, people under /_control/");
        Place("tables", world.Tables.Description);
        console.WriteLine();
        console.MarkupLine("[bold]The same from another terminal.[/] What the service decides about each lead stands in its log below.");
        foreach (var (what, line) in Lines(world.Service, world.Amo.BaseUri, world.Sheets.BaseUri, world.Key, world.ControlToken))
        {
            console.MarkupLineInterpolated($"[grey]# {what}[/]");
            console.WriteLine(line);
        }

        console.WriteLine();
        console.MarkupLine("[bold]Ctrl-C stops all of it.[/]");
        console.WriteLine();

        void Place(string what, string where) => console.MarkupLineInterpolated($"[green]{what,-9}[/] {where}");
    }

    /// <summary>What to try, in order, and the line that does it.</summary>
    /// <param name="service">Where the service listens.</param>
    /// <param name="amo">Where amoCRM's simulator does.</param>
    /// <param name="sheets">Where the one of Google Sheets does.</param>
    /// <param name="key">The function key of this run.</param>
    /// <param name="token">The control token of this run.</param>
    public static IEnumerable<(string What, string Line)> Lines(Uri service, Uri amo, Uri sheets, string key, string token)
    {
        var change = $"curl -s -H 'X-Control-Token: {token}' -H 'Content-Type: application/json'";
        yield return ("the leads and their stages", $"curl -s '{amo}_control/state?format=text'");
        yield return (
            "a manager moves a lead to the trigger stage",
            $$"""{{change}} {{amo}}_control/leads/{{Lead}}/move -d '{"status":"ЗАКАЗ БЕЗ НУМЕРАЦИИ"}'""");
        yield return (
            "the sheet, within five seconds: a new row",
            $"curl -s '{sheets}_control/spreadsheets/{DemoSpreadsheet.Id}/tabs/{DemoSpreadsheet.OrderTab}?format=text'");
        yield return ("a clerk types the order number: the lead moves to «ЗАКАЗ ОТПРАВЛЕН» within 5 s", Edit("Заказ №", "A-17"));
        yield return ("a clerk picks a status: the lead is won", Edit("Статус", "У курера"));
        yield return ("the lead, as amoCRM has it now", $"curl -s {amo}_control/leads/{Lead}");
        yield return ("why the service did what it did about that lead", $"{Cli} why {Lead} --sandbox");
        yield return ("whether everything is set up as it should be", $"{Cli} check --sandbox");
        yield return ("how the service is", $"curl -s -H 'x-functions-key: {key}' {service}health/details");

        string Edit(string column, string text) =>
            $$"""{{change}} {{sheets}}_control/edits -d '{"edits":[{"do":"type","find":{"ID":"{{Lead}}"},"column":"{{column}}","text":"{{text}}"}]}'""";
    }
}
