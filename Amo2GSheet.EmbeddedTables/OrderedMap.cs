namespace Amo2GSheet.EmbeddedTables;

/// <summary>Values by a text, ordered by UTF-16 code unit. Finds by bisection, and keeps new last keys cheap.</summary>
internal sealed class OrderedMap<T>
    where T : class
{
    private readonly List<string> _keys = [];
    private readonly List<T> _values = [];

    public int Count => _keys.Count;

    public T this[int index] => _values[index];

    public string KeyAt(int index) => _keys[index];

    public T? Find(string key)
    {
        var index = _keys.BinarySearch(key, StringComparer.Ordinal);
        return index < 0 ? null : _values[index];
    }

    /// <summary>The index of the first key that is not less than the given one.</summary>
    public int LowerBound(string key)
    {
        var index = _keys.BinarySearch(key, StringComparer.Ordinal);
        return index < 0 ? ~index : index;
    }

    public void Set(string key, T value)
    {
        var index = _keys.BinarySearch(key, StringComparer.Ordinal);
        if (index >= 0)
        {
            _values[index] = value;
            return;
        }

        _keys.Insert(~index, key);
        _values.Insert(~index, value);
    }

    public void Remove(string key)
    {
        var index = _keys.BinarySearch(key, StringComparer.Ordinal);
        if (index < 0)
            return;
        _keys.RemoveAt(index);
        _values.RemoveAt(index);
    }
}
