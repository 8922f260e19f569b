namespace Amo2GSheet.Core.State;

/// <summary>Small named values that outlive a process: catch-up positions, the active month, holds.</summary>
public interface ICursorStore
{
    /// <summary>A cursor's value and version, or null when it was never set.</summary>
    Task<Cursor?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Sets a cursor over the version that was read (null: it must not exist yet).</summary>
    /// <returns>The stored cursor, or null when somebody else set it meanwhile.</returns>
    Task<Cursor?> WriteAsync(string name, string value, string? version, CancellationToken cancellationToken);
}

/// <summary>A named value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, at most 32,000 characters.</param>
/// <param name="Version">Opaque version.</param>
public sealed record Cursor(string Name, string Value, string Version);
