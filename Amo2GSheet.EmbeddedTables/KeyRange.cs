namespace Amo2GSheet.EmbeddedTables;

/// <summary>The keys that a query has to look at: from the first one on, up to the end.</summary>
/// <param name="From">The first key that may be in the answer.</param>
/// <param name="LastPartition">The last partition that may be; null if there is no bound.</param>
/// <param name="LastRow">In the last partition, the last row that may be; null if there is no bound.</param>
internal readonly record struct KeyRange(EntityKey From, string? LastPartition, string? LastRow)
{
    public static readonly KeyRange All = new(new EntityKey("", ""), null, null);

    /// <summary>Whether a key lies behind the range.</summary>
    public bool EndsBefore(EntityKey key)
    {
        if (LastPartition is null)
            return false;
        var order = string.CompareOrdinal(key.Partition, LastPartition);
        return order > 0 || (order == 0 && LastRow is not null && string.CompareOrdinal(key.Row, LastRow) > 0);
    }

    /// <summary>The range from a key on.</summary>
    public KeyRange StartingAt(EntityKey key) => key.CompareTo(From) > 0 ? this with { From = key } : this;
}
