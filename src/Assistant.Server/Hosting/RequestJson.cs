using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Server.Hosting;

/// <summary>What the JSON of a request may not hold, wherever it stands: choices by number, which may be none at all, and NUL, which no database keeps.</summary>
internal static class RequestJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Insert(0, new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Insert(0, new WithoutNul());
    }

    private sealed class WithoutNul : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text && text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException() : reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
