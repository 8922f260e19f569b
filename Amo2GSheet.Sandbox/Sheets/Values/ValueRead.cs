using System.Text.Json;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>How values are to come back: valueRenderOption, dateTimeRenderOption, majorDimension.</summary>
internal readonly record struct Rendering(bool Columns, string Values, bool DatesAsText)
{
    public static Rendering Of(string? majorDimension, string? valueOption, string? dateOption)
    {
        var columns = ValueOptions.IsColumns(majorDimension);
        var values = valueOption switch
        {
            null or "" or "FORMATTED_VALUE" => "FORMATTED_VALUE",
            "UNFORMATTED_VALUE" or "FORMULA" => valueOption,
            _ => throw ValueOptions.Unknown("value_render_option", "ValueRenderOption", valueOption),
        };
        return dateOption is null or "" or "SERIAL_NUMBER" or "FORMATTED_STRING"
            ? new Rendering(columns, values, dateOption == "FORMATTED_STRING")
            : throw ValueOptions.Unknown("date_time_render_option", "DateTimeRenderOption", dateOption);
    }
}

/// <summary>The enums of the values calls.</summary>
internal static class ValueOptions
{
    public static bool IsColumns(string? majorDimension) => majorDimension switch
    {
        null or "" or "ROWS" or "DIMENSION_UNSPECIFIED" => false,
        "COLUMNS" => true,
        _ => throw Unknown("major_dimension", "Dimension", majorDimension),
    };

    /// <summary>True: parse as typed. Refused when absent.</summary>
    public static bool IsUserEntered(string? option) => option switch
    {
        "RAW" => false,
        "USER_ENTERED" => true,
        null or "" or "INPUT_VALUE_OPTION_UNSPECIFIED" => throw SheetsRefusal.Bad("'valueInputOption' is required but not specified"),
        _ => throw Unknown("value_input_option", "ValueInputOption", option),
    };

    public static bool InsertsRows(string? option) => option switch
    {
        null or "" or "OVERWRITE" => false,
        "INSERT_ROWS" => true,
        _ => throw Unknown("insert_data_option", "InsertDataOption", option),
    };

    public static SheetsRefusal Unknown(string field, string type, string value) => SheetsRefusal.BadField(
        $"Invalid value at '{field}' (type.googleapis.com/google.apps.sheets.v4.{type}), \"{value}\"", field);
}

/// <summary>A rectangle to read out of a committed tab. Written straight to the reply: no copy of its cells is made.</summary>
internal sealed record ValueRead(Book Book, Tab Tab, GridRect Rect, Rendering Rendering)
{
    public void Write(Utf8JsonWriter json, FieldMask mask, SheetSwitches switches)
    {
        json.WriteStartObject();
        if (mask.Has("range"))
            json.WriteString("range", Ranges.Text(Tab, Rect, switches));
        if (mask.Has("majorDimension"))
            json.WriteString("majorDimension", Rendering.Columns ? "COLUMNS" : "ROWS");
        if (mask.Has("values"))
            WriteValues(json);
        json.WriteEndObject();
    }

    private void WriteValues(Utf8JsonWriter json)
    {
        var locale = SheetLocale.Of(Book.Locale);
        var (lines, length) = Rendering.Columns ? (Rect.Width, Rect.Height) : (Rect.Height, Rect.Width);
        var used = Used(lines, length);
        if (used == 0)
            return;
        json.WriteStartArray("values");
        for (var line = 0; line < used; line++)
        {
            json.WriteStartArray();
            var end = LineEnd(line, length);
            for (var i = 0; i < end; i++)
                WriteCell(json, At(line, i), locale);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private object? At(int line, int i) => Rendering.Columns
        ? Tab.Stored(Rect.Top + i, Rect.Left + line)
        : Tab.Stored(Rect.Top + line, Rect.Left + i);

    private int Used(int lines, int length)
    {
        // Whole-grid reads of a mostly empty tab start their search where the rows end.
        var line = Rendering.Columns ? lines : Math.Min(lines, Math.Max(0, Tab.UsedRows() - Rect.Top));
        while (line > 0 && LineEnd(line - 1, length) == 0)
            line--;
        return line;
    }

    private int LineEnd(int line, int length)
    {
        var end = Rendering.Columns ? Math.Min(length, Math.Max(0, Tab.UsedRows() - Rect.Top)) : length;
        while (end > 0 && Cell.ValueOf(At(line, end - 1)) is null)
            end--;
        return end;
    }

    private void WriteCell(Utf8JsonWriter json, object? stored, SheetLocale locale)
    {
        if (stored is string text)
        {
            json.WriteStringValue(text);
            return;
        }

        var cell = stored as Cell;
        if (Rendering.Values == "FORMULA" && cell?.Formula is { } formula)
        {
            json.WriteStringValue(formula);
            return;
        }

        var value = Cell.ValueOf(stored);
        var shown = Rendering.Values == "FORMATTED_VALUE" || Rendering.DatesAsText && cell?.Format is { IsDate: true };
        switch (value)
        {
            case double number when !shown:
                json.WriteNumber(number);
                break;
            case bool flag when !shown:
                json.WriteBooleanValue(flag);
                break;
            default:
                json.WriteStringValue(Shown.Text(value, cell?.Format, locale));
                break;
        }
    }
}

/// <summary>Numbers as the API writes them: 5, not 5.0 or 5E+00.</summary>
internal static class JsonNumbers
{
    public static void WriteNumber(this Utf8JsonWriter json, double number)
    {
        if (Math.Abs(number) < 1e15 && number == Math.Floor(number))
            json.WriteNumberValue((long)number);
        else
            json.WriteNumberValue(number);
    }
}
