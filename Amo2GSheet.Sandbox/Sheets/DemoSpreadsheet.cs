using System.Globalization;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>The spreadsheet that demo, smoke run and tests start with: an empty order tab as the service sets it up, and a staff tab.</summary>
public static class DemoSpreadsheet
{
    /// <summary>Id of the spreadsheet.</summary>
    public const string Id = "amo2gsheet-demo-spreadsheet";

    /// <summary>E-mail of the person who owns it.</summary>
    public const string Owner = "owner@example.com";

    /// <summary>E-mail of the service account that it is shared with; make a key for it with the simulator.</summary>
    public const string ServiceAccount = "amo2gsheet@sandbox.iam.gserviceaccount.com";

    /// <summary>Title of the order tab; its sheetId is 0.</summary>
    public const string OrderTab = "Sheet1";

    /// <summary>Title of the staff tab.</summary>
    public const string StaffTab = "Staff";

    /// <summary>sheetId of the staff tab.</summary>
    public const int StaffSheetId = 1_001;

    /// <summary>Rows of the order tab, header included.</summary>
    public const int OrderRows = 2_000;

    /// <summary>Headers of the order tab, in order.</summary>
    public static IReadOnlyList<string> Header { get; } =
    [
        "Компания", "ID", "Заказ №", "Ф.И.О.", "Контактный номер", "Дата заказа", "Дата доставка", "Код сотрудника", "Ответственный",
        "Группа", "Продукт 1", "Количество 1", "Продукт 2", "Количество 2", "Бюджет сделки", "Регион", "Адрес", "Тип продажи",
        "Продажа в рассрочку", "Воронка", "Статус",
    ];

    /// <summary>The dropdown's values.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["В процессе", "У курера", "Успешно", "Отказ"];

    private static readonly string[] TextColumns = ["Заказ №", "Контактный номер", "Код сотрудника"];

    /// <summary>Who stands in the staff tab: code as typed there, name, group.</summary>
    public static IReadOnlyList<(string Code, string Name, string Group)> Staff { get; } =
    [
        ("0134", "BAHODIR HUSANOV", "A"),
        ("0201", "DILNOZA KARIMOVA", "A"),
        ("0087", "JASUR TOSHEV", "B"),
        ("1450", "MALIKA YUSUPOVA", "B"),
        ("0009", "OTABEK RAHIMOV", "C"),
        ("0312", "NIGORA SAIDOVA", "C"),
        ("2105", "SARDOR ALIEV", "D"),
        ("0555", "ZARINA USMONOVA", "D"),
    ];

    /// <summary>Puts the spreadsheet into a world, replacing an older one.</summary>
    public static void Seed(SheetWorld world) => SeedRows(world, OrderRows);

    /// <summary>The same with another number of rows.</summary>
    internal static void SeedRows(SheetWorld world, int orderRows)
    {
        ArgumentNullException.ThrowIfNull(world);
        world.CreateSpreadsheet(Id, "Orders", Owner, "ru_RU");
        world.Share(Id, ServiceAccount);
        world.Person(Id, edit =>
        {
            FillOrders(edit.Book.Tabs[0], orderRows);
            var staff = new Tab(StaffSheetId, StaffTab, 100, 4, edit.Book.Stamp);
            edit.Book.Tabs.Add(staff);
            FillStaff(staff);
            return true;
        });
    }

    private static void FillOrders(Tab tab, int rows)
    {
        tab.Resize(rows, Header.Count);
        tab.FrozenRows = 1;
        for (var column = 0; column < Header.Count; column++)
            tab.Put(0, column, Header[column]);

        var values = string.Join(",", Statuses.Select(status => $$"""{"userEnteredValue":"{{status}}"}"""));
        var json = $$"""{"condition":{"type":"ONE_OF_LIST","values":[{{values}}]},"strict":true,"showCustomUi":true}""";
        var rule = new DataRule("ONE_OF_LIST", [.. Statuses], Strict: true, json);
        var listed = Cell.Blank with { Rule = rule };
        var text = Cell.Blank with { Format = CellFormat.From(new JsonObject { ["numberFormat"] = new JsonObject { ["type"] = "TEXT" } }) };
        int[] texts = [.. TextColumns.Select(column => Header.ToList().IndexOf(column))];
        for (var row = 1; row < rows; row++)
        {
            foreach (var column in texts)
                tab.Put(row, column, text);
            tab.Put(row, Header.Count - 1, listed);
        }
    }

    private static void FillStaff(Tab tab)
    {
        tab.FrozenRows = 1;
        Put(tab, 0, "№", "Код сотрудника", "Сотрудник", "Отдел");
        for (var i = 0; i < Staff.Count; i++)
        {
            var (code, name, group) = Staff[i];
            Put(tab, i + 1, (i + 1).ToString(CultureInfo.InvariantCulture), code, name, group);
        }
    }

    private static void Put(Tab tab, int row, params string[] texts)
    {
        for (var column = 0; column < texts.Length; column++)
            tab.Put(row, column, texts[column]);
    }
}
