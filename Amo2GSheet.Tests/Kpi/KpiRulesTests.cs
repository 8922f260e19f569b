using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Tests.Kpi;

/// <summary>The table of the original's numbers, line by line.</summary>
public sealed class KpiRulesTests
{
    [Fact]
    public void A_sale_from_consultation_to_order_is_a_consul_and_an_order_of_the_same_person() => Assert.Equal(
        ["Consul 134 03-10", "Zakas 134 03-12 500"],
        new KpiCase().Consultation("03-10 12:00").Order("03-12 12:00").Credits());

    [Fact]
    public void A_consul_is_given_once_per_lead() => Assert.Equal(
        ["Consul 134 03-10"],
        new KpiCase().Consultation("03-10 12:00").Progress("03-11 12:00").Consultation("03-20 12:00").Credits());

    [Fact]
    public void A_lead_without_a_code_gives_nothing() => Assert.Empty(
        new KpiCase().Consultation("03-10 12:00", null).Order("03-11 12:00", null).Dumka("03-12 12:00", null).Credits());

    [Theory]
    [InlineData("")]
    [InlineData("12a")]
    [InlineData("-5")]
    [InlineData("12.5")]
    [InlineData("0")]
    [InlineData("99999999999999999999")]
    public void A_code_that_is_no_whole_number_is_none(string code) =>
        Assert.Empty(new KpiCase().Consultation("03-10 12:00", code).Credits());

    [Theory]
    [InlineData("0134")]
    [InlineData(" 134 ")]
    public void Leading_zeros_and_spaces_do_not_make_another_person(string code) =>
        Assert.Equal(["Consul 134 03-10"], new KpiCase().Consultation("03-10 12:00", code).Credits());

    [Fact]
    public void The_first_consultation_with_a_code_counts_when_the_first_of_all_had_none() => Assert.Equal(
        ["Consul 134 03-12"],
        new KpiCase().Consultation("03-10 12:00", null).Consultation("03-12 12:00").Credits());

    [Fact]
    public void A_code_changed_later_leaves_every_credit_with_whom_it_was_given_to() => Assert.Equal(
        ["Consul 134 03-10", "Zakas 134 03-11 500", "Dumka 134 03-12"],
        new KpiCase().Consultation("03-10 12:00").Order("03-11 12:00", "200").Dumka("03-12 12:00", "200").Credits());

    [Fact]
    public void Who_was_given_the_consul_keeps_it_when_an_earlier_consultation_becomes_known() => Assert.Equal(
        ["Consul 134 03-02", "Zakas 134 03-11 500"],
        new KpiCase().Consultation("03-02 12:00", "200").Order("03-11 12:00").Credits(holder: 134));

    [Fact]
    public void An_order_without_a_consul_makes_one() => Assert.Equal(
        ["Consul 134 03-11", "Zakas 134 03-11 500"], new KpiCase().Order("03-11 12:00").Credits());

    [Fact]
    public void A_dumka_without_a_consul_makes_one_and_a_later_consultation_makes_no_second() => Assert.Equal(
        ["Consul 134 03-11", "Dumka 134 03-11"], new KpiCase().Dumka("03-11 12:00").Consultation("03-12 12:00").Credits());

    [Fact]
    public void A_second_order_without_a_dumka_is_the_same_sale() => Assert.Equal(
        ["Consul 134 03-10", "Zakas 134 03-11 500"],
        new KpiCase().Consultation("03-10 12:00").Order("03-11 12:00").Progress("03-12 12:00").Order("03-13 12:00").Credits());

    [Theory]
    [InlineData("03-12 13:00", true)]
    [InlineData("03-17 00:01", true)]
    [InlineData("03-17 23:59", true)]
    [InlineData("03-18 00:00", false)]
    [InlineData("03-18 12:00", false)]
    public void A_dumka_is_recovered_up_to_the_fifth_day_and_not_on_the_sixth(string order, bool counts) => Assert.Equal(
        counts,
        new KpiCase().Order("03-11 12:00", budget: 400).Dumka("03-12 12:00").Order(order, budget: 700).Credits().Contains($"Zakas 134 {order[..5]} 700"));

    [Theory]
    [InlineData(0, "03-12 23:59", true)]
    [InlineData(0, "03-13 00:00", false)]
    [InlineData(10, "03-22 23:59", true)]
    [InlineData(10, "03-23 00:00", false)]
    public void How_many_days_a_dumka_can_be_recovered_is_a_setting(int days, string order, bool counts) => Assert.Equal(
        counts ? 2 : 1,
        new KpiCase().Order("03-11 12:00").Dumka("03-12 12:00").Order(order).Credits(days).Count(line => line.StartsWith("Zakas", StringComparison.Ordinal)));

    [Fact]
    public void A_dumka_is_spent_by_the_order_that_recovers_it() => Assert.Equal(
        [KpiReason.Credited, KpiReason.Credited, KpiReason.Recovered, KpiReason.SameSale, KpiReason.Credited, KpiReason.Recovered],
        new KpiCase().Order("03-11 12:00").Dumka("03-12 12:00").Order("03-13 12:00").Order("03-14 12:00").Dumka("03-14 13:00").Order("03-15 12:00").Reasons());

    [Fact]
    public void The_newest_dumka_counts_even_one_that_got_no_credit_of_its_own() => Assert.Equal(
        ["Consul 134 03-11", "Zakas 134 03-11 500", "Dumka 134 03-12", "Zakas 134 03-12 500", "Zakas 134 03-17 500"],
        new KpiCase().Order("03-11 12:00").Dumka("03-12 10:00").Order("03-12 11:00").Dumka("03-12 12:00").Order("03-17 12:00").Credits());

    [Fact]
    public void A_dumka_counts_once_a_day_and_again_on_the_next() => Assert.Equal(
        ["Consul 134 03-10", "Dumka 134 03-11", "Dumka 134 03-12"],
        new KpiCase().Consultation("03-10 12:00").Dumka("03-11 09:00").Dumka("03-11 23:59").Dumka("03-12 00:00").Credits());

    [Theory]
    [InlineData("03-10 23:59:59", "03-10")]
    [InlineData("03-11 00:00:00", "03-11")]
    [InlineData("03-11 04:59:59", "03-11")]
    public void A_day_begins_at_midnight_of_the_display_time_zone(string at, string day) =>
        Assert.Equal([$"Consul 134 {day}"], new KpiCase().Consultation(at).Credits());

    [Fact]
    public void Moves_count_in_the_order_in_which_they_happened_not_in_which_they_came() => Assert.Equal(
        new KpiCase().Consultation("03-10 12:00").Order("03-11 12:00").Dumka("03-12 12:00").Order("03-13 12:00").Credits(),
        new KpiCase().Order("03-13 12:00").Dumka("03-12 12:00").Order("03-11 12:00").Consultation("03-10 12:00").Credits());

    [Fact]
    public void Progress_of_a_sale_is_never_a_new_one() => Assert.Equal(
        [KpiReason.Credited, KpiReason.Progress, KpiReason.Progress, KpiReason.SameSale],
        new KpiCase().Order("03-11 12:00").Progress("03-11 13:00").Progress("03-12 13:00").Order("03-13 12:00").Reasons());

    [Fact]
    public void A_lead_that_was_not_shown_at_a_move_is_taken_as_it_was_seen_before() => Assert.Equal(
        ["Consul 134 03-10", "Zakas 134 03-11 700", "Dumka 134 03-12"],
        new KpiCase().Move("03-10 12:00", SaleStep.Consultation, "134", 700).Unseen("03-11 12:00", SaleStep.Order).Unseen("03-12 12:00", SaleStep.Thinking).Credits());

    [Fact]
    public void A_lead_that_was_never_shown_gives_nothing_and_says_so() =>
        Assert.Equal([KpiReason.LeadUnseen], new KpiCase().Unseen("03-11 12:00", SaleStep.Order).Reasons());

    [Fact]
    public void Within_a_second_each_move_follows_the_one_that_ended_where_it_began()
    {
        // Order → thinking → order in one second; the ids say nothing.
        var at = KpiCase.Local("03-11 12:00");
        var facts = new KpiFacts(new StaffCode(134), 1);
        KpiMove[] moves =
        [
            Hop("a", 14, 12, SaleStep.Thinking), Hop("b", 11, 13, SaleStep.Order), Hop("c", 13, 14, SaleStep.Progress), Hop("d", 12, 13, SaleStep.Order),
        ];

        foreach (var given in (KpiMove[][])[moves, [.. moves.Reverse()], [moves[2], moves[0], moves[3], moves[1]]])
        {
            Assert.Equal(["b", "c", "a", "d"], MoveOrder.Of(given).Select(move => move.Id));
            var judgement = KpiRules.Judge(new KpiLead { Lead = KpiCase.Lead, Moves = given }, new KpiTerms(TimeZoneInfo.Utc, 5));
            Assert.Equal([KpiReason.Credited, KpiReason.Progress, KpiReason.Credited, KpiReason.Recovered], judgement.Verdicts.Select(verdict => verdict.Reason));
        }

        KpiMove Hop(string id, long from, long to, SaleStep step) => new(id, at, new StageKey(1, from), new StageKey(1, to), step, facts);
    }

    [Theory]
    [InlineData("Консультация", SaleStep.Consultation)]
    [InlineData("КОНСУЛТАЦИЯ", SaleStep.Consultation)]
    [InlineData("заказ", SaleStep.Order)]
    [InlineData("3AKA3", SaleStep.Progress)]
    [InlineData("ЗAKAЗ ", SaleStep.Order)]
    [InlineData("Думкa", SaleStep.Thinking)]
    [InlineData("РАЗДУМЬЕ", SaleStep.Thinking)]
    [InlineData("ЗАКАЗ БЕЗ НУМЕРАЦИИ", SaleStep.Progress)]
    [InlineData("ЗАКАЗ ОТПРАВЛЕН", SaleStep.Progress)]
    [InlineData("Ko'rib chiqish", SaleStep.Thinking)]
    public void A_stage_counts_by_its_name_however_it_is_typed_or_by_what_a_setting_shows(string name, SaleStep step)
    {
        var book = new PipelineBook(
            [new Pipeline(1, "Sotuv", [new Stage(new StageKey(1, 50), name)])],
            new PipelineOptions { TriggerStatusName = "ЗАКАЗ БЕЗ НУМЕРАЦИИ", StatusDisplayMapJson = """{"Ko'rib chiqish":"Раздумье"}""" });

        Assert.Equal(step, book.StepOf(new StageKey(1, 50)));
    }

    [Fact]
    public void Won_is_progress_whatever_it_is_called() => Assert.Equal(
        SaleStep.Progress,
        new PipelineBook([new Pipeline(1, "Sotuv", [new Stage(new StageKey(1, 142), "Заказ")])], new PipelineOptions { TriggerStatusName = "x" }).StepOf(new StageKey(1, 142)));
}
