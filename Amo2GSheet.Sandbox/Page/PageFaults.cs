using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;
using Amo2GSheet.Sandbox.Sheets;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>The misfortunes that have a switch on the page. A switch is on as long as its fault is armed: one that strikes once goes out by itself.</summary>
internal sealed class PageFaults(AmoWorld amo, GoogleSheetsSimulator sheets)
{
    // An armed fault of Google's strikes a number of times; nobody waits for this many.
    private const int Always = 1_000_000;

    private static readonly Switch[] All =
    [
        new("amo-429", "amoCRM: too many requests", "Answers 429 until switched off", new AmoFault(AmoFaults.TooMany, Seconds: 2), null),
        new("google-429", "Google: too many requests", "Answers 429 until switched off", null, new SheetFault { Kind = "429", Times = Always }),
        new("amo-down", "amoCRM: outage", "Answers 504 until switched off", new AmoFault(AmoFaults.GatewayTimeout), null),
        new("google-down", "Google: outage", "Answers 503 until switched off", null, new SheetFault { Kind = "503", Times = Always }),
        new("amo-lost", "amoCRM: lost answer", "The next move is done, its answer never comes", new AmoFault(AmoFaults.AnswerLost, 1, "PATCH /api/v4/leads"), null),
        new("google-lost", "Google: lost answer", "The next write is done, its answer never comes", null, new SheetFault { Kind = SheetFault.Lost, Route = ":batchUpdate" }),
        new("webhook-twice", "Webhooks: each three times", "Until switched off", new AmoFault(AmoFaults.HookTwice, Copies: 3), null),
        new("webhook-dropped", "Webhooks: none arrives", "The catch-up finds the leads, within a minute", new AmoFault(AmoFaults.HookDropped), null),
    ];

    public JsonArray ToJson()
    {
        var armed = (Amo: amo.With(state => state.Faults.All), Google: sheets.Faults.Armed);
        return new JsonArray([.. All.Select(fault => (JsonNode)new JsonObject
        {
            ["key"] = fault.Key,
            ["title"] = fault.Title,
            ["hint"] = fault.Hint,
            ["on"] = fault.Amo is { } ours ? armed.Amo.Any(one => one.Kind == ours.Kind) : armed.Google.Any(one => one.Kind == fault.Google!.Kind),
        })]);
    }

    /// <exception cref="ArgumentException">There is no such switch.</exception>
    public void Set(string key, bool on)
    {
        var found = Array.Find(All, fault => fault.Key == key) ?? throw new ArgumentException($"There is no switch '{key}'.");
        if (found.Amo is { } ours)
        {
            amo.With(state =>
            {
                state.Faults.Remove(ours.Kind);
                if (on)
                    state.Faults.Add(ours);
            });
        }
        else if (found.Google is { } theirs)
        {
            sheets.Faults.Disarm(theirs.Kind);
            if (on)
                sheets.Faults.Arm(theirs);
        }
    }

    private sealed record Switch(string Key, string Title, string Hint, AmoFault? Amo, SheetFault? Google);
}
