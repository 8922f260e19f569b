using Amo2GSheet.Core.AmoCrm;
using Spectre.Console;

namespace Amo2GSheet.Cli.Inspect;

/// <summary>Prints an account for a person.</summary>
internal static class AccountText
{
    private const int ChoicesShown = 8;

    /// <summary>Prints it.</summary>
    public static void Print(IAnsiConsole console, AccountView account)
    {
        foreach (var pipeline in account.Pipelines)
        {
            console.MarkupLineInterpolated($"[bold]Pipeline {pipeline.Id}  {pipeline.Name}[/]  {(pipeline.InScope ? "in scope" : "out of scope")}");
            foreach (var stage in pipeline.Stages)
                console.MarkupLineInterpolated($"  {stage.Id,-10} {stage.Name}{(stage.Trigger ? "  ← trigger" : "")}  [grey]shown as «{stage.Shown}»[/]");
        }

        Fields(console, "Lead fields", account.LeadFields);
        Fields(console, "Contact fields", account.ContactFields);
        foreach (var lead in account.Leads)
            Print(console, lead);
    }

    private static void Fields(IAnsiConsole console, string title, IReadOnlyList<AmoField> fields)
    {
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        foreach (var field in fields)
        {
            var more = field.Choices.Count > ChoicesShown ? $" … {field.Choices.Count - ChoicesShown} more" : "";
            var choices = field.Choices.Count == 0 ? "" : $"  [{string.Join(" · ", field.Choices.Take(ChoicesShown).Select(choice => choice.Value))}{more}]";
            console.MarkupLineInterpolated($"  {field.Id,-10} {field.Type,-14} {field.Name}{(field.Code is { } code ? $" ({code})" : "")}{choices}");
        }
    }

    private static void Print(IAnsiConsole console, LeadView lead)
    {
        console.MarkupLineInterpolated($"[bold]Lead {lead.Id}[/]  {lead.Stage}  changed {lead.UpdatedAt:yyyy-MM-dd HH:mm:ss} UTC");
        foreach (var field in lead.Fields)
            console.MarkupLineInterpolated($"  {field.Id,-10} {field.Name}{(field.Values is { } values ? $": {string.Join(", ", values)}" : "")}");
        if (lead.Fields.Count == 0)
            console.WriteLine("  no custom field is filled");
    }
}
