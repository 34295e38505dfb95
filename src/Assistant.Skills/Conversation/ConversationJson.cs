using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Skills.Conversation;

/// <summary>How the records of a conversation are written: in the log, over the hub, in the API and for the page alike.</summary>
public static class ConversationJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new(JsonSerializerDefaults.Web));

    /// <summary>The same settings for options that somebody else made: the hub's or the API's.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter());
        options.AllowOutOfOrderMetadataProperties = true;
        options.NumberHandling |= JsonNumberHandling.AllowNamedFloatingPointLiterals;   // a source may hold NaN
        return options;
    }

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}
