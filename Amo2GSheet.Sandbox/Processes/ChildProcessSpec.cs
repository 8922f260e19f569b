namespace Amo2GSheet.Sandbox.Processes;

/// <summary>What to start as a child process, and how.</summary>
public sealed record ChildProcessSpec
{
    /// <summary>What the child is called in messages, such as <c>functions</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A program, by path or by its name on the PATH.</summary>
    public required string Command { get; init; }

    /// <summary>The program's arguments, one by one: nothing is quoted or split.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder to start in; ours when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables added to our own environment for the child; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Called with every line of output, standard and error alike, on a thread of the pool.</summary>
    public Action<string>? OnLine { get; init; }
}
