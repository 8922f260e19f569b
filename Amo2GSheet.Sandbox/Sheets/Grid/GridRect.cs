namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>A rectangle of cells inside a grid: zero-based, end not included.</summary>
internal readonly record struct GridRect(int Top, int Left, int Bottom, int Right)
{
    public int Height => Bottom - Top;

    public int Width => Right - Left;

    public bool IsSingleCell => Height == 1 && Width == 1;

    public static GridRect At(int top, int left, int height, int width) => new(top, left, top + height, left + width);

    public bool Contains(int row, int column) => row >= Top && row < Bottom && column >= Left && column < Right;

    public bool Intersects(GridRect other) =>
        Top < other.Bottom && other.Top < Bottom && Left < other.Right && other.Left < Right;
}

/// <summary>A rectangle whose sides may be open, as A1 notation and GridRange write it (`A2:C`, no endRowIndex).</summary>
internal readonly record struct OpenRect(int? Top, int? Left, int? Bottom, int? Right)
{
    public static readonly OpenRect Whole;

    /// <summary>`D4`, but not `D4:D4` cut out of an open form: only such a range is an anchor for writes.</summary>
    public bool IsSingleCell => Bottom - Top == 1 && Right - Left == 1;

    public static OpenRect Of(GridRect rect) => new(rect.Top, rect.Left, rect.Bottom, rect.Right);

    /// <summary>The part that lies in a grid of this size. Starting outside is for the caller to refuse.</summary>
    public GridRect Clamp(int rows, int columns)
    {
        var top = Math.Min(Top ?? 0, rows);
        var left = Math.Min(Left ?? 0, columns);
        return new GridRect(
            top, left, Math.Max(top, Math.Min(Bottom ?? rows, rows)), Math.Max(left, Math.Min(Right ?? columns, columns)));
    }

    /// <summary>The same place after <paramref name="count"/> rows or columns came in at <paramref name="at"/>.</summary>
    public OpenRect Inserted(bool rows, int at, int count) => rows
        ? this with { Top = Pushed(Top, at, count), Bottom = PushedEnd(Bottom, at, count) }
        : this with { Left = Pushed(Left, at, count), Right = PushedEnd(Right, at, count) };

    /// <summary>The same place after rows or columns went away; null when nothing of it is left.</summary>
    public OpenRect? Deleted(bool rows, int at, int count)
    {
        var cut = rows
            ? this with { Top = Pulled(Top, at, count), Bottom = Pulled(Bottom, at, count) }
            : this with { Left = Pulled(Left, at, count), Right = Pulled(Right, at, count) };
        return cut.Top >= cut.Bottom || cut.Left >= cut.Right ? null : cut;
    }

    private static int? Pushed(int? index, int at, int count) => index >= at && index > 0 ? index + count : index;

    private static int? PushedEnd(int? end, int at, int count) => end > at ? end + count : end;

    private static int? Pulled(int? index, int at, int count) =>
        index > at ? Math.Max(at, index.Value - count) : index;
}
