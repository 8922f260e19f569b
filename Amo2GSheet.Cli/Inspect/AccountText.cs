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
                console.MarkupLineInterpolated($"  {stage.Id,-10} {stage.Name}{(stage.Trigger ? "  ← trigger" : "")}  [grey]shown as «{stage.ShownAs}»[/]");
        }

        console.MarkupLine("[bold]Lead fields[/]");
        foreach (var field in account.LeadFields)
            Field(console, field.Id, field.Type, field.Name, field.Code, field.Choices, field.Column);
        console.MarkupLine("[bold]Contact fields[/]");
        foreach (var field in account.ContactFields)
            Field(console, field.Id, field.Type, field.Name, field.Code, field.Choices, column: null);
        foreach (var lead in account.Leads)
            Print(console, lead);
    }

    private static void Field(
        IAnsiConsole console, long id, string type, string name, string? code, IReadOnlyList<AmoFieldChoice> all, string? column)
    {
        var more = all.Count > ChoicesShown ? $" … {all.Count - ChoicesShown} more" : "";
        var choices = all.Count == 0 ? "" : $"  [{string.Join(" · ", all.Take(ChoicesShown).Select(choice => choice.Value))}{more}]";
        var fills = column is null ? "" : $"  fills «{column}»";
        console.MarkupLineInterpolated($"  {id,-10} {type,-14} {name}{(code is null ? "" : $" ({code})")}{choices}[grey]{fills}[/]");
    }

    private static void Print(IAnsiConsole console, SampleLead lead)
    {
        console.MarkupLineInterpolated($"[bold]Lead {lead.Id}[/]  {lead.Stage}  changed {lead.UpdatedAt:yyyy-MM-dd HH:mm:ss} UTC");
        foreach (var field in lead.Fields)
            console.MarkupLineInterpolated($"  {field.Id,-10} {field.Name}{(field.Values is { } values ? $": {string.Join(", ", values)}" : "")}");
        if (lead.Fields.Count == 0)
            console.WriteLine("  no custom field is filled");
    }
}
