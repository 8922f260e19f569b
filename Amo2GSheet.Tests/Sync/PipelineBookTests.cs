using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;

namespace Amo2GSheet.Tests.Sync;

public sealed class PipelineBookTests
{
    [Theory]
    [InlineData("заказ отпрAвлен", "ЗАКАЗ ОТПРАВЛЕН")]
    [InlineData("Otkaz", "OTKAZ")]
    [InlineData("Oтказ", "ОТКАЗ")]
    [InlineData("  Заказ   без\tнумерации ", "ЗАКАЗ БЕЗ НУМЕРАЦИИ")]
    [InlineData("Приёмщик", "Приемщик")]
    [InlineData("ABCEHKMOPTX aceopx", "АВСЕНКМОРТХ асеорх")]
    public void Names_that_people_type_differently_are_the_same(string left, string right) => Assert.True(NameFold.Same(left, right));

    [Theory]
    [InlineData("ЗАКАЗ", "ЗАКАЗ ОТПРАВЛЕН")]
    [InlineData("Заказбез нумерации", "Заказ без нумерации")]
    public void Different_names_stay_different(string left, string right) => Assert.False(NameFold.Same(left, right));

    [Theory]
    [InlineData("ЗАЗАЗ БЕЗ НУМЕРАЦИИ", SheetStatus.InProgress)]
    [InlineData("NOMERATSIYALANMAGAN ZAKAZ", SheetStatus.InProgress)]
    [InlineData("Заказ отпровлен", SheetStatus.WithCourier)]
    [InlineData("Otkaz", SheetStatus.Rejected)]
    [InlineData("Раздумье", SheetStatus.Rejected)]
    [InlineData("Успешно", SheetStatus.Won)]
    [InlineData("КОНСУЛТАЦИЯ", "Консультация")]
    [InlineData("ЗАКАЗ", "Заказ")]
    [InlineData("Закрыто и не реализовано", "Закрыто и не реализовано")]
    [InlineData("Что-то своё", "Что-то своё")]
    public void A_stage_is_shown_by_its_known_name_or_as_itself(string stage, string shown) =>
        Assert.Equal(shown, Book(stage).Display(new StageKey(1, 50)));

    [Fact]
    public void Won_is_told_by_its_id_whatever_it_is_called() =>
        Assert.Equal(SheetStatus.Won, Book("x").Display(new StageKey(1, 142)));

    [Fact]
    public void A_trigger_stage_counts_only_in_a_pipeline_in_scope()
    {
        var book = Book("Заказ без нумерации", keyword: "розн");

        Assert.False(book.IsTrigger(new StageKey(1, 50)));
        Assert.True(Book("Заказ без нумерации").IsTrigger(new StageKey(1, 50)));
    }

    [Fact]
    public void Further_trigger_names_count_and_the_first_named_one_is_what_in_progress_means()
    {
        var book = new PipelineBook(
            [new Pipeline(1, "Sotuv", [new Stage(new StageKey(1, 50), "NOMERSIZ"), new Stage(new StageKey(1, 51), "Заказ без нумерации")])],
            new PipelineOptions { TriggerStatusName = "Заказ без нумерации", TriggerStatusNames = "nomersiz, другое" });

        Assert.True(book.IsTrigger(new StageKey(1, 50)));
        Assert.Equal(new StageKey(1, 51), book.StageFor(1, SheetStatus.InProgress, hasOrderNumber: false).Stage);
    }

    [Fact]
    public void The_incoming_stage_is_never_a_target()
    {
        var book = new PipelineBook(
            [new Pipeline(1, "Sotuv", [new Stage(new StageKey(1, 50), "Отказ", IsUnsorted: true)])], new PipelineOptions { TriggerStatusName = "x" });

        Assert.Equal(new StageKey(1, 143), book.StageFor(1, SheetStatus.Rejected, hasOrderNumber: false).Stage);
    }

    [Theory]
    [InlineData(" у КУРЕРА ", 142L)]
    [InlineData("УСПЕШНО", 142L)]
    [InlineData("отказ", 143L)]
    public void A_typed_status_is_read_as_a_person_means_it(string typed, long status) =>
        Assert.Equal(new StageKey(1, status), Book("x").StageFor(1, typed, hasOrderNumber: false).Stage);

    [Fact]
    public void A_pipeline_can_be_called_otherwise_in_the_sheet()
    {
        var options = new PipelineOptions { TriggerStatusName = "x", PipelineDisplayMapJson = """{"SOTUV 1":"Ташкент"}""" };

        Assert.Equal("Ташкент", new PipelineBook([new Pipeline(1, "Sotuv  1", [])], options).DisplayOfPipeline(1));
    }

    private static PipelineBook Book(string stage, string keyword = "") => new(
        [new Pipeline(1, "Опт", [new Stage(new StageKey(1, 50), stage), new Stage(new StageKey(1, 142), "успех"), new Stage(new StageKey(1, 143), "Закрыто")])],
        new PipelineOptions { TriggerStatusName = "Заказ без нумерации", PipelineKeyword = keyword });
}
