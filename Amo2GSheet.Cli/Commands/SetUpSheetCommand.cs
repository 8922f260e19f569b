using System.CommandLine;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Cli.SetUp;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Cli.Commands;

/// <summary><c>amo2gsheet setup-sheet</c>: makes the spreadsheet ready, and touches nothing that a person wrote.</summary>
internal static class SetUpSheetCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandFrame frame)
    {
        var staff = new Option<string?>("--staff")
        {
            Description = "Add people to the staff tab: CSV with code, name and, if wanted, department; header or not; comma, semicolon or tab; UTF-8, UTF-16 or cp1251.",
            HelpName = "file.csv",
        };
        var check = new Option<bool>("--check") { Description = "Only say what is not as it should be; exits with 1 if there is anything." };
        var clean = new Option<bool>("--clean-empty-rows") { Description = "Delete the empty lines between the rows of the active tab." };
        var sandbox = CommonOptions.Sandbox();
        var command = new Command("setup-sheet", "Makes tabs, header, freeze and dropdown where they are missing. A header that people changed is never rewritten.")
        {
            staff, check, clean, sandbox,
        };
        command.SetAction((parsed, cancellationToken) => frame.RunAsync(
            parsed.GetValue(sandbox),
            (context, token) => parsed.GetValue(check)
                ? CheckAsync(context, parsed.GetValue(staff), token)
                : SetUpAsync(context, parsed.GetValue(staff), parsed.GetValue(clean), token),
            cancellationToken));
        return command;
    }

    private static async Task<int> CheckAsync(CommandContext context, string? staffPath, CancellationToken cancellationToken)
    {
        var staff = await ReadStaffAsync(context, staffPath, cancellationToken);
        var survey = await context.Get<ISheetSetup>().SurveyAsync(cancellationToken);
        Say(context, $"«{survey.Title}» opens as {survey.Account}.");
        Tell(context, survey);
        if (staff is not null)
            Say(context, $"People in the staff file that could be added: {staff.People.Count}.");
        if (survey.Findings.Count == 0)
            Say(context, "Tabs, header and dropdown are as the service needs them.");
        return survey.Findings.Count > 0 || staff?.Problems.Count > 0 ? CommandFrame.Failed : CommandFrame.Fine;
    }

    private static async Task<int> SetUpAsync(CommandContext context, string? staffPath, bool clean, CancellationToken cancellationToken)
    {
        // First of all: a file that is wrong as a whole must leave the spreadsheet alone.
        var staff = await ReadStaffAsync(context, staffPath, cancellationToken);
        var setup = context.Get<ISheetSetup>();
        var before = await setup.SurveyAsync(cancellationToken);
        Say(context, $"«{before.Title}» opens as {before.Account}.");
        List<SheetFix> fixes = [.. before.Findings.Select(finding => finding.Fix).OfType<SheetFix>().Distinct()];
        if (fixes.Count > 0)
            await setup.FixAsync(fixes, cancellationToken);
        foreach (var fix in fixes)
            Say(context, $"Done: {Words(fix)}.");

        if (staff is not null)
            Say(context, $"Staff added: {await setup.AddStaffAsync(staff.People, cancellationToken)} of {staff.People.Count}; a code that was there already stays as it is.");
        if (clean)
            Say(context, $"Empty lines deleted: {await setup.CleanEmptyRowsAsync(cancellationToken)}.");

        var now = fixes.Count > 0 || staff is not null || clean ? await setup.SurveyAsync(cancellationToken) : before;
        Tell(context, now);
        if (fixes.Count == 0 && now.Findings.Count == 0)
            Say(context, "Tabs, header and dropdown were there already.");
        return now.Findings.Any(finding => finding.Blocks) || staff?.Problems.Count > 0 ? CommandFrame.Failed : CommandFrame.Fine;
    }

    private static async Task<StaffFile?> ReadStaffAsync(CommandContext context, string? path, CancellationToken cancellationToken)
    {
        if (path is null)
            return null;

        var staff = await StaffFile.ReadAsync(path, cancellationToken);
        foreach (var problem in staff.Problems)
            context.Terminal.Fail(problem);
        return staff;
    }

    private static void Tell(CommandContext context, SheetSurvey survey)
    {
        foreach (var finding in survey.Findings)
            Say(context, $"{(finding.Blocks ? "BLOCKS  " : "")}{finding.Sentence}");
        foreach (var sentence in HeaderDifference.Sentences(survey.ActiveHeader))
            Say(context, sentence);
    }

    private static void Say(CommandContext context, string sentence) => context.Terminal.Output.WriteLine(sentence);

    private static string Words(SheetFix fix) => fix switch
    {
        SheetFix.CreateActiveTab => "the active tab is made, with header, freeze and dropdown",
        SheetFix.WriteHeader => "the header is written",
        SheetFix.FreezeHeader => "row 1 is frozen",
        SheetFix.SetDropdown => $"the dropdown stands on «{OrderColumns.Status}»",
        SheetFix.SetTextFormat => "phones and codes are formatted as text",
        SheetFix.CreateStaffTab => "the staff tab is made",
        SheetFix.WriteStaffHeader => "the staff tab's header is written",
        _ => fix.ToString(),
    };
}
