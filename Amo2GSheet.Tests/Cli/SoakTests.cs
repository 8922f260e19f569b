using Amo2GSheet.Cli.Soak;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;
using Amo2GSheet.Simulation.Sandbox;
using Amo2GSheet.Simulation.Smoke;
using Amo2GSheet.Simulation.Soak;

namespace Amo2GSheet.Tests.Cli;

/// <summary>The soak's look at the end can fail; the soak itself runs in CI.</summary>
public sealed class SoakTests
{
    private const long Id = 40_100_001;
    private const long Consultation = DemoAccount.Sotuv1 + 2;
    private const long Trigger = DemoAccount.Sotuv1 + 5;
    private const long Won = 142;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly PipelineBook Words = SandboxBook.Of(DemoAccount.Make(Now));

    [Theory]
    [InlineData(1, null)]
    [InlineData(0, "Lead 40100001 has no row.")]
    [InlineData(2, "Lead 40100001 has 2 rows.")]
    public void An_order_has_exactly_one_row(int rows, string? said) =>
        Assert.Equal(said, RestCheck.OfRows(new SoakLead(Id) { Triggered = true }, View(Trigger, [.. Enumerable.Repeat(Row(SheetStatus.InProgress), rows)])));

    [Fact]
    public void A_row_may_lack_when_a_person_deleted_it_or_the_lead_was_gone_before_it_came()
    {
        Assert.Null(RestCheck.OfRows(new SoakLead(Id) { Triggered = true, RowDeleted = true }, View(Trigger)));
        Assert.Null(RestCheck.OfRows(new SoakLead(Id) { Triggered = true, Gone = true }, View(Trigger)));
        Assert.NotNull(RestCheck.OfRows(new SoakLead(Id) { Triggered = true, Gone = true, RowSeen = true }, View(Trigger)));
        Assert.NotNull(RestCheck.OfRows(new SoakLead(Id), View(Consultation, Row(SheetStatus.InProgress))));
    }

    [Fact]
    public void Nothing_is_said_of_a_lead_whose_row_agrees_with_it()
    {
        Assert.Empty(Said(new SoakLead(Id), View(Trigger, Row(SheetStatus.InProgress))));
        Assert.Empty(Said(new SoakLead(Id), View(Won, Row(SheetStatus.WithCourier))));
        Assert.Empty(Said(new SoakLead(Id) { Gone = true }, View(Won, Row(SheetStatus.InProgress)), Record() with { Base = new AgreedRecord(true, null, false) }));
    }

    [Fact]
    public void What_waits_or_was_announced_or_has_no_base_is_told()
    {
        var view = View(Trigger, Row(SheetStatus.InProgress));

        Assert.Contains("inbox", Assert.Single(Said(new SoakLead(Id), view, Record() with { Waiting = new WaitingRecord("StaleRead") })), StringComparison.Ordinal);
        Assert.Contains("announced", Assert.Single(Said(new SoakLead(Id), view, Record() with { Base = new AgreedRecord(false, SheetStatus.Won, false) })), StringComparison.Ordinal);
        Assert.Contains("no base", Assert.Single(Said(new SoakLead(Id), view, Record() with { Base = null })), StringComparison.Ordinal);
        Assert.Contains("gone", Assert.Single(Said(new SoakLead(Id) { Gone = true }, view)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sides_that_differ_are_told_unless_a_refusal_stands()
    {
        var differ = View(Won, Row(SheetStatus.Rejected));
        var refused = Record() with { Base = new AgreedRecord(false, null, true) };

        Assert.Contains("no refusal stands", Assert.Single(Said(new SoakLead(Id), differ)), StringComparison.Ordinal);
        Assert.Empty(Said(new SoakLead(Id), differ, refused));
        Assert.Contains("«S-1»", Assert.Single(Said(new SoakLead(Id), View(Won, Row(SheetStatus.Won, "S-1")))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SoakHand.Clerk, SheetStatus.Rejected, false, true)]
    [InlineData(SoakHand.Clerk, SheetStatus.Rejected, true, false)]
    [InlineData(SoakHand.Clerk, SheetStatus.Won, false, false)]
    [InlineData(SoakHand.Manager, "8100000:8100005", false, true)]
    [InlineData(SoakHand.Manager, "8100000:142", false, false)]
    public void A_last_choice_that_neither_side_shows_is_lost_unless_both_sides_chose_at_once(object by, string text, bool contested, bool lost)
    {
        var lead = new SoakLead(Id) { Choice = new SoakEdit((SoakHand)by, text, Now, contested) };
        var view = View(Won, Row(SheetStatus.Won));
        var told = Record() with { Entries = [new LeadRecordEntry(Now.AddSeconds(1), 8, "ConflictSheetWins")] };

        Assert.Equal(lost ? 1 : 0, Said(lead, view).Count);
        Assert.Empty(Said(lead, view, told));
    }

    [Fact]
    public void An_order_number_that_was_typed_last_and_is_not_there_is_lost() =>
        Assert.Contains("S-2", Assert.Single(Said(
            new SoakLead(Id) { Number = new SoakEdit(SoakHand.Clerk, "S-2", Now, Contested: false) }, View(Won, Row(SheetStatus.Won)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-03-01T09:00:00.000Z fail: Amo2GSheet.Core.Sync.PassRunner[1] The pass failed.", true)]
    [InlineData("2026-03-01T09:00:00.000Z warn: Amo2GSheet.Core.Sync.PassRunner[2] fail: said somebody", false)]
    public void An_error_in_the_services_log_is_seen(string line, bool isError) => Assert.Equal(isError, SoakRun.IsError(line));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("100000")]
    public async Task A_length_that_is_none_is_refused_by_name(string minutes)
    {
        var run = await CliRun.OfAsync("soak", "--minutes", minutes);

        Assert.Equal(2, run.Code);
        Assert.Contains("--minutes takes a number", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_ends_with_an_example()
    {
        var run = await CliRun.OfAsync("soak", "--help");

        Assert.Equal("amo2gsheet soak --minutes 1 --seed 7", run.Out.TrimEnd().Split('\n')[^1].Trim());
    }

    private static IReadOnlyList<string> Said(SoakLead lead, SoakView view, LeadRecord? record = null) =>
        [.. RestCheck.OfLead(lead, view, record ?? Record())];

    private static LeadRecord Record() => new([], null, new AgreedRecord(LeadGone: false, Announced: null, Refused: false));

    private static SoakView View(long status, params IReadOnlyList<SeenRow> rows) => new(
        [new SeenLead(Id, "Sotuv 1", DemoAccount.Sotuv1, "?", status, 0, new Dictionary<string, string>())], rows, Words);

    private static SeenRow Row(string status, string number = "") => new(
        2,
        new Dictionary<string, string> { [OrderColumns.Id] = $"{Id}", [OrderColumns.Status] = status, [OrderColumns.OrderNumber] = number },
        new Dictionary<string, string>());
}
