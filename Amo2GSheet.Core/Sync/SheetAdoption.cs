using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Sync;

/// <summary>
/// Lets a person take the spreadsheet of the settings as it stands, after <c>GOOGLE_SHEET_ID</c> was changed or an old copy was brought back:
/// shows how it differs from what both sides agreed on, and hands the decision to the next pass. Nothing is pushed to amoCRM.
/// </summary>
public sealed class SheetAdoption
{
    private readonly string _owner = HeldLease.NewOwner();
    private readonly IOrderSheet _sheet;
    private readonly MonthTurn _months;
    private readonly IBaseStore _bases;
    private readonly ILeaseStore _leases;
    private readonly SheetAgreement _agreement;
    private readonly PassSignal _signal;
    private readonly TimeProvider _time;

    internal SheetAdoption(
        IOrderSheet sheet, MonthTurn months, IBaseStore bases, ILeaseStore leases, SheetAgreement agreement, PassSignal signal, TimeProvider time) =>
        (_sheet, _months, _bases, _leases, _agreement, _signal, _time) = (sheet, months, bases, leases, agreement, signal, time);

    /// <summary>Compares the sheet with the bases. Reads only.</summary>
    /// <exception cref="SheetUnavailableException">Google did not answer, or refused for now.</exception>
    /// <exception cref="SheetMisconfiguredException">The spreadsheet, the tab or the rights are not there.</exception>
    public async Task<SheetComparison> CompareAsync(CancellationToken cancellationToken)
    {
        await _agreement.LoadAsync(undisturbed: false, cancellationToken);
        await _months.RecallAsync(cancellationToken);
        var snapshot = await _sheet.ReadAsync(cancellationToken);
        var bases = await _bases.ReadAsync(remembered: false, cancellationToken);
        var rows = snapshot.Leads.Select(lead => snapshot.RowsOf(lead)[0]).ToList();
        var known = rows.Where(row => bases.ContainsKey(row.Lead)).ToList();
        return new SheetComparison(_agreement.Spreadsheet, _sheet.SpreadsheetId, rows.Count)
        {
            Different = [.. known.Where(row => SyncPlanner.IsEdited(row, bases[row.Lead])).Select(row => row.Lead.Value).Order()],
            Unknown = rows.Count - known.Count,
            Missing = bases.Values.Count(one => !one.Missing && snapshot.RowsOf(one.Lead).Count == 0),
            Unreadable = [.. snapshot.Tabs.OfType<UnreadableTab>().Select(tab => tab.Title)],
        };
    }

    /// <summary>Has the next pass take all rows as they stand.</summary>
    /// <returns>Null when it was decided; else a sentence that says why not.</returns>
    public async Task<string?> AdoptAsync(CancellationToken cancellationToken)
    {
        await using (var lease = await HeldLease.WaitForAsync(_leases, PassRunner.LeaseName, _owner, _time, cancellationToken))
        {
            if (lease is null)
                return "A pass is under way and takes long; nothing was decided. Try again in a minute.";
            await _agreement.LoadAsync(undisturbed: false, lease.Token);
            await _agreement.AdoptAsync(lease.Token);
        }

        _signal.Nudge();
        return null;
    }
}

/// <summary>How a sheet differs from what both sides agreed on.</summary>
/// <param name="Agreed">The spreadsheet that the agreement is about; null when there is none.</param>
/// <param name="Present">The spreadsheet of the settings.</param>
/// <param name="Rows">Leads that have a row in it.</param>
public sealed record SheetComparison(string? Agreed, string Present, int Rows)
{
    /// <summary>Leads whose rows say something else than both sides agreed on.</summary>
    public required IReadOnlyList<long> Different { get; init; }

    /// <summary>Rows of leads about which nothing was agreed.</summary>
    public required int Unknown { get; init; }

    /// <summary>Leads that had a row and have none in this sheet.</summary>
    public required int Missing { get; init; }

    /// <summary>Tabs that cannot be read.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }
}
