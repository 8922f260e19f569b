using System.Text.Json.Nodes;
using Amo2GSheet.Sandbox.AmoCrm;

namespace Amo2GSheet.Sandbox.Page;

/// <summary>How often the service called, against what the two allow.</summary>
internal static class CallsView
{
    public static JsonObject Of(AmoCrmSimulator amo, Sheets.GoogleSheetsSimulator sheets)
    {
        var routes = amo.Counters.Snapshot();
        var (busiest, isBlocked) = amo.World.With(state => (state.Limits.Busiest, state.Limits.IsBlocked));
        return new JsonObject
        {
            ["amo"] = new JsonObject
            {
                ["total"] = routes.Sum(route => route.Count),
                ["refused"] = routes.Sum(route => route.Statuses.GetValueOrDefault(429)),
                ["busiestSecond"] = busiest,
                ["perSecond"] = amo.World.Switches.IntegrationPerSecond,
                ["isBlocked"] = isBlocked,
            },
            ["sheets"] = new JsonObject
            {
                ["reads"] = sheets.Counters.Reads,
                ["writes"] = sheets.Counters.Writes,
                ["readsThisMinute"] = sheets.UsedThisMinute(isWrite: false),
                ["writesThisMinute"] = sheets.UsedThisMinute(isWrite: true),
                ["perMinute"] = Sheets.Quota.PerUser,
            },
        };
    }
}
