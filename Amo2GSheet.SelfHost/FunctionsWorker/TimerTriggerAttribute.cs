using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The function is started by the clock; stands on its <see cref="TimerInfo"/>.</summary>
/// <param name="schedule">
/// Cron with six fields (seconds first) or five, or an interval such as <c>00:00:10</c>; <c>%NAME%</c> takes the setting NAME. UTC.
/// </param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule as written, settings not yet put in.</summary>
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether <see cref="TimerInfo.ScheduleStatus"/> is kept; true by default.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether there is one run at start, besides those of the schedule.</summary>
    public bool RunOnStartup { get; set; }
}
