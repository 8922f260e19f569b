using Amo2GSheet.Core;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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

    [Theory]
    [InlineData("УПАКОВКА", """{"упаковка":"У курера"}""", "У курера")]
    [InlineData("Упaковка", """{"УПАКОВКА":" отказ "}""", SheetStatus.Rejected)]
    [InlineData("Раздумье", """{"РАЗДУМЬЕ":"Думает"}""", "Думает")]
    [InlineData("успех", """{"Успех":"Доставлен"}""", "Доставлен")]
    [InlineData("УПАКОВКА", """{"Склад":"У курера"}""", "УПАКОВКА")]
    public void A_setting_says_what_a_stage_is_shown_as_before_the_known_names_do(string stage, string map, string shown) => Assert.Equal(
        shown,
        Settings("", stage, options => options.StatusDisplayMapJson = map).Display(new StageKey(1, stage == "успех" ? 142 : 50)));

    [Theory]
    // value, the setting, has a number, the stage that the value means
    [InlineData("Отказ", """{"Отказ":143}""", false, 143L)]
    [InlineData("Отказ", """{"Отказ":0}""", false, 52L)]
    [InlineData("Отказ", """{"Отказ":999}""", false, 52L)]
    [InlineData("Отказ", """{"Отказ":49}""", false, 52L)]
    [InlineData("отказ", """{"ОТКАЗ":"143"}""", false, 143L)]
    [InlineData("У курера", """{"У курера":51}""", false, 51L)]
    [InlineData("Успешно", """{"У курера":51}""", false, 142L)]
    [InlineData("В процессе", """{"В процессе":53}""", false, 53L)]
    [InlineData("В процессе", """{"В процессе":53}""", true, 51L)]
    public void A_setting_says_which_stage_a_value_means_where_the_pipeline_has_it(string value, string map, bool hasNumber, long stage) => Assert.Equal(
        new StageKey(1, stage),
        Settings("", "Склад", options => options.DropdownStatusMapJson = map).StageFor(1, value, hasNumber).Stage);

    [Theory]
    // stage 50's name, PIPELINE_ID, TRIGGER_STATUS_ID, the stages that trigger
    [InlineData("Склад", null, null, new long[0])]
    [InlineData("Склад", 0L, 0L, new long[0])]
    [InlineData("Склад", null, 50L, new[] { 50L })]
    [InlineData("Склад", 1L, 50L, new[] { 50L })]
    [InlineData("Склад", 2L, 50L, new long[0])]
    [InlineData("Склад", 1L, null, new long[0])]
    [InlineData("Склад", null, 777L, new long[0])]
    [InlineData("Склад", null, 49L, new long[0])]
    [InlineData("Склад", 1L, 142L, new[] { 142L })]
    [InlineData("Новый заказ", null, 53L, new[] { 50L })]
    public void The_trigger_is_found_by_its_id_only_where_no_name_matches(string stage, long? pipeline, long? trigger, long[] triggers)
    {
        var book = Settings("Новый заказ", stage, options => (options.PipelineId, options.TriggerStatusId) = (pipeline, trigger));
        long[] all = [49, 50, 51, 52, 53, 142, 143];

        Assert.Equal(triggers, all.Where(id => book.IsTrigger(new StageKey(1, id))));
        Assert.All(triggers, id => Assert.Equal(SheetStatus.InProgress, book.Display(new StageKey(1, id))));
        Assert.Equal(
            triggers.Select(id => (StageKey?)new StageKey(1, id)).FirstOrDefault(), book.StageFor(1, SheetStatus.InProgress, hasOrderNumber: false).Stage);
    }

    [Theory]
    [InlineData("PIPELINE_DISPLAY_MAP_JSON", "[]")]
    [InlineData("PIPELINE_DISPLAY_MAP_JSON", """{"a":null}""")]
    [InlineData("STATUS_DISPLAY_MAP_JSON", "{")]
    [InlineData("STATUS_DISPLAY_MAP_JSON", """{"a":1}""")]
    [InlineData("STATUS_DISPLAY_MAP_JSON", """{"a":" "}""")]
    [InlineData("STATUS_DISPLAY_MAP_JSON", """{"НОВЫЙ ЗАКАЗ":"Новый"}""")]
    [InlineData("DROPDOWN_STATUS_MAP_JSON", "null")]
    [InlineData("DROPDOWN_STATUS_MAP_JSON", """{"Отказ":-1}""")]
    [InlineData("DROPDOWN_STATUS_MAP_JSON", """{"Отказ":1.5}""")]
    [InlineData("DROPDOWN_STATUS_MAP_JSON", """{"Отказ":"x"}""")]
    [InlineData("DROPDOWN_STATUS_MAP_JSON", """{"Доставлен":142}""")]
    [InlineData("PIPELINE_ID", "-1")]
    [InlineData("TRIGGER_STATUS_ID", "-1")]
    [InlineData("TRIGGER_STATUS_ID", "142")]
    [InlineData("TRIGGER_STATUS_ID", "143")]
    [InlineData("TRIGGER_STATUS_NAME", "")]
    public void A_wrong_setting_stops_the_start_with_one_sentence_that_names_it(string name, string value)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Bound((name, value)));

        Assert.Contains(name, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIPELINE_ID", "")]
    [InlineData("TRIGGER_STATUS_ID", "0")]
    [InlineData("STATUS_DISPLAY_MAP_JSON", "")]
    [InlineData("STATUS_DISPLAY_MAP_JSON", """{"НОВЫЙ ЗАКАЗ":"в процессе"}""")]
    [InlineData("DROPDOWN_STATUS_MAP_JSON", """{"В процессе":0, "У курера":0, "Отказ":0, "Успешно":0}""")]
    public void What_an_env_file_of_the_original_says_is_taken(string name, string value) => Bound((name, value));

    private static PipelineOptions Bound(params (string Name, string Value)[] settings)
    {
        using var services = new ServiceCollection()
            .AddAmo2GSheet(new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create("TRIGGER_STATUS_NAME", (string?)"Новый заказ"), KeyValuePair.Create("AMO2GSHEET_TABLES", (string?)"UseDevelopmentStorage=true")])
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build())
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<PipelineOptions>>().Value;
    }

    /// <summary>«incoming» 49, the given stage 50, sent 51, rejected 52, packing 53, won and lost.</summary>
    private static PipelineBook Settings(string trigger, string stage, Action<PipelineOptions> set)
    {
        var options = new PipelineOptions { TriggerStatusName = trigger };
        set(options);
        (long Id, string Name)[] stages =
            [(49, "Неразобранное"), (50, stage), (51, "ЗАКАЗ ОТПРАВЛЕН"), (52, "OTKAZ"), (53, "Сборка"), (142, stage == "успех" ? stage : "Успешно реализовано"), (143, "Закрыто")];
        return new PipelineBook([new Pipeline(1, "Sotuv", [.. stages.Select(one => new Stage(new StageKey(1, one.Id), one.Name, one.Id == 49))])], options);
    }

    private static PipelineBook Book(string stage, string keyword = "") => new(
        [new Pipeline(1, "Опт", [new Stage(new StageKey(1, 50), stage), new Stage(new StageKey(1, 142), "успех"), new Stage(new StageKey(1, 143), "Закрыто")])],
        new PipelineOptions { TriggerStatusName = "Заказ без нумерации", PipelineKeyword = keyword });
}
