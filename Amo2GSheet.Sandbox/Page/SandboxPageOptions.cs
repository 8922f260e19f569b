using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>What the page shows, and what it does not know by itself.</summary>
public sealed class SandboxPageOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The left half.</summary>
    public required AmoCrmSimulator Amo { get; init; }

    /// <summary>The right half.</summary>
    public required GoogleSheetsSimulator Sheets { get; init; }

    /// <summary>The spreadsheet that is shown.</summary>
    public string SpreadsheetId { get; init; } = DemoSpreadsheet.Id;

    /// <summary>What runs between both.</summary>
    public required IPageService Service { get; init; }

    /// <summary>The service's own page for the sales floor; null when there is none to show.</summary>
    public DashboardDoor? Dashboard { get; init; }

    /// <summary>Whether the service takes part in a pipeline, by its id; the page says so of those that it leaves alone.</summary>
    public Func<long, bool> IsInScope { get; init; } = _ => true;

    /// <summary>What a stage is to the service, by pipeline and status id.</summary>
    public Func<long, long, StageMark> Mark { get; init; } = (_, _) => StageMark.None;

    /// <summary>The clock: moments of the journal, and how often counters are looked at.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>How to get into the dashboard.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Name">Whom to log in as.</param>
/// <param name="Password">With what.</param>
public sealed record DashboardDoor(Uri Address, string Name, string Password);

/// <summary>What a stage is to the service.</summary>
public enum StageMark
{
    /// <summary>Nothing in particular.</summary>
    None,

    /// <summary>A lead that comes here becomes a row.</summary>
    Trigger,

    /// <summary>A lead whose order number was typed comes here.</summary>
    Sent,
}
