using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Kpi;
using Amo2GSheet.Core.Kpi.Board;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Amo2GSheet.Functions.Dashboard;

/// <summary>
/// The numbers of a range as a workbook of four sheets. Every text is a text cell, whatever it begins with: a name <c>=HYPERLINK(…)</c> is a name.
/// </summary>
internal sealed class BoardWorkbook
{
    private readonly Spreadsheet _book;
    private readonly StyleId _head;
    private readonly StyleId _strong;
    private readonly StyleId _money;
    private readonly StyleId _strongMoney;
    private readonly StyleId _count;
    private readonly StyleId _strongCount;
    private readonly StyleId _share;
    private readonly StyleId _strongShare;
    private readonly StyleId _day;
    private readonly StyleId _moment;

    private BoardWorkbook(Spreadsheet book)
    {
        _book = book;
        var bold = new Font { Bold = true };
        _head = Add(null, new Font { Bold = true }, System.Drawing.Color.FromArgb(0xE8, 0xEE, 0xF4));
        _strong = Add(null, bold);
        (_money, _strongMoney) = (Add("#,##0.##"), Add("#,##0.##", bold));
        (_count, _strongCount) = (Add("#,##0"), Add("#,##0", bold));
        (_share, _strongShare) = (Add("0.0%"), Add("0.0%", bold));
        (_day, _moment) = (Add("dd.mm.yyyy"), Add("dd.mm.yyyy hh:mm"));

        StyleId Add(string? format, Font? font = null, System.Drawing.Color? fill = null)
        {
            var style = new Style();
            if (format is not null)
                style.Format = NumberFormat.Custom(format);
            if (font is not null)
                style.Font = font;
            if (fill is not null)
                style.Fill.Color = fill;
            return book.AddStyle(style);
        }
    }

    /// <summary>Writes the workbook.</summary>
    /// <param name="stream">Where to; may be one that cannot seek.</param>
    /// <param name="stats">The numbers.</param>
    /// <param name="leads">Every credit of the same range and group.</param>
    /// <param name="account">Where leads are shown.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteAsync(Stream stream, BoardStats stats, IReadOnlyList<BoardLead> leads, AmoCrmOptions account, CancellationToken cancellationToken)
    {
        await using var spreadsheet = await Spreadsheet.CreateNewAsync(stream, cancellationToken: cancellationToken);
        var book = new BoardWorkbook(spreadsheet);
        await book.WriteSummaryAsync(stats, cancellationToken);
        await book.WriteStaffAsync(stats, cancellationToken);
        await book.WriteReceptionistsAsync(stats, cancellationToken);
        await book.WriteLeadsAsync(leads, account, cancellationToken);
        await spreadsheet.FinishAsync(cancellationToken);
    }

    private async Task WriteSummaryAsync(BoardStats stats, CancellationToken cancellationToken)
    {
        await StartAsync("Сводка", frozen: 0, [22, 16, 12, 12, 16, 12], cancellationToken);
        await RowAsync([new("С", _strong), Day(stats.Range.From)], cancellationToken);
        await RowAsync([new("По", _strong), Day(stats.Range.To)], cancellationToken);
        await RowAsync([new("Группа", _strong), Text(stats.Group is null ? "все" : Group(stats.Group))], cancellationToken);
        await RowAsync([new("Данные до", _strong), stats.State.UpdatedTo is { } at ? Moment(at) : new("неизвестно")], cancellationToken);
        await RowAsync([], cancellationToken);
        await HeadAsync(["Группа", "Сумма", "Заказы", "Раздумья", "Консультации", "Конверсия"], cancellationToken);
        foreach (var table in stats.Tables)
            await RowAsync([Text(Group(table.Group)), .. Numbers(table.Total)], cancellationToken);
        await RowAsync([new("Итого", _strong), .. StrongNumbers(stats.Total)], cancellationToken);
    }

    private async Task WriteStaffAsync(BoardStats stats, CancellationToken cancellationToken)
    {
        await StartAsync("Сотрудники", frozen: 1, [14, 10, 32, 16, 12, 12, 16, 12], cancellationToken);
        await HeadAsync(["Группа", "Код", "Сотрудник", "Сумма", "Заказы", "Раздумья", "Консультации", "Конверсия"], cancellationToken);
        foreach (var table in stats.Tables)
        {
            foreach (var one in table.Staff)
                await RowAsync([Text(Group(table.Group)), new(one.Person.Code.Value), Text(one.Person.Name), .. Numbers(one.Tally)], cancellationToken);
        }

        await RowAsync([new("Итого", _strong), new(""), new(""), .. StrongNumbers(stats.Total)], cancellationToken);
    }

    private async Task WriteReceptionistsAsync(BoardStats stats, CancellationToken cancellationToken)
    {
        await StartAsync("Приемщики", frozen: 1, [32, 12, 16, 12, 16, 12], cancellationToken);
        await HeadAsync(["Приемщик", "Лиды", "Консультации", "Заказы", "Сумма", "Конверсия"], cancellationToken);
        foreach (var one in stats.Receptionists)
            await RowAsync([Text(one.Name.Length > 0 ? one.Name : "без приемщика"), .. Row(one, _count, _money, _share)], cancellationToken);
        await RowAsync([new("Итого", _strong), .. Row(stats.ReceptionistsTotal(), _strongCount, _strongMoney, _strongShare)], cancellationToken);

        static IEnumerable<Cell> Row(BoardReceptionist one, StyleId count, StyleId money, StyleId share) =>
            [new(one.Leads, count), new(one.Tally.Consultations, count), new(one.Tally.Orders, count), new(one.Tally.Sum, money), new(BoardJson.Conversion(one.Tally), share)];
    }

    private async Task WriteLeadsAsync(IReadOnlyList<BoardLead> leads, AmoCrmOptions account, CancellationToken cancellationToken)
    {
        await StartAsync("Лиды", frozen: 1, [18, 14, 16, 10, 32, 14, 16, 24, 52], cancellationToken);
        await HeadAsync(["Дата", "ID сделки", "Событие", "Код", "Сотрудник", "Группа", "Бюджет", "Приемщик", "Ссылка"], cancellationToken);
        foreach (var lead in leads)
        {
            await RowAsync(
                [
                    Moment(lead.At), new(lead.Lead.Value), new(Word(lead.Kind)), new(lead.Person?.Code.Value), Text(lead.Person?.Name), Text(Group(lead.Person?.Group ?? "")),
                    lead.Kind is KpiKind.Zakas ? new(lead.Budget, _money) : new(""), Text(lead.Receptionist), new(account.LeadPage(lead.Lead)),
                ],
                cancellationToken);
        }
    }

    private ValueTask StartAsync(string name, int frozen, double[] widths, CancellationToken cancellationToken)
    {
        var options = new WorksheetOptions { FrozenRows = frozen == 0 ? null : frozen };
        for (var column = 0; column < widths.Length; column++)
            options.Column(column + 1).Width = widths[column];
        return _book.StartWorksheetAsync(name, options, cancellationToken);
    }

    private ValueTask RowAsync(Cell[] cells, CancellationToken cancellationToken) => _book.AddRowAsync(cells, cancellationToken);

    private ValueTask HeadAsync(string[] names, CancellationToken cancellationToken) => _book.AddHeaderRowAsync(names, _head, cancellationToken);

    private Cell[] Numbers(KpiTally tally) => Numbers(tally, _money, _count, _share);

    private Cell[] StrongNumbers(KpiTally tally) => Numbers(tally, _strongMoney, _strongCount, _strongShare);

    private static Cell[] Numbers(KpiTally tally, StyleId money, StyleId count, StyleId share) =>
        [new(tally.Sum, money), new(tally.Orders, count), new(tally.Dumkas, count), new(tally.Consultations, count), new(BoardJson.Conversion(tally), share)];

    private static Cell Text(string? text) => new(WorkbookText.Of(text));

    private Cell Day(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), _day);

    private Cell Moment(DateTimeOffset moment) => new(moment.DateTime, _moment);

    private static string Group(string group) => group.Length > 0 ? group : "без группы";

    private static string Word(KpiKind? kind) => kind switch
    {
        KpiKind.Zakas => "Заказ",
        KpiKind.Dumka => "Раздумье",
        KpiKind.Consul => "Консультация",
        _ => "",
    };
}
