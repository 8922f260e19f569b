namespace Amo2GSheet.Tests.CatchUp;

/// <summary>A clock that jumps when told, so that a day passes in a test; what waits by it waits in real time.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private TimeSpan _ahead;

    public void Jump(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
