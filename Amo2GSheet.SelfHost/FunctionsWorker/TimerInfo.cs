namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about its run.</summary>
public class TimerInfo
{
    /// <summary>The schedule's state; null when the trigger's monitor is off.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>The run comes later than the schedule wanted, because an earlier run was still going.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>A timer's last and next times, in UTC.</summary>
public class ScheduleStatus
{
    /// <summary>When the previous run was started; the default date before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The occurrence that follows this run.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this state was written.</summary>
    public DateTime LastUpdated { get; set; }
}
