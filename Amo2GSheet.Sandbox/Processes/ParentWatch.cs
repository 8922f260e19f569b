namespace Amo2GSheet.Sandbox.Processes;

/// <summary>The other end of <see cref="ChildProcess"/>: a child's view of the process that started it.</summary>
public static class ParentWatch
{
    /// <summary>
    /// Completes when standard input ends, which it does when the parent asks us to stop, and however the parent itself ended.
    /// </summary>
    /// <param name="standardInput">The stream to read; what it carries is ignored.</param>
    public static Task ParentGoneAsync(Stream standardInput)
    {
        ArgumentNullException.ThrowIfNull(standardInput);
        return standardInput.CopyToAsync(Stream.Null);
    }
}
