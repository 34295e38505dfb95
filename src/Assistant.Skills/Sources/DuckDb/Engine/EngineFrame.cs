using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>What goes over the pipes between the server and a file engine: a length, a kind, and JSON or packed rows.</summary>
internal enum FrameKind : byte { Start = 1, Inspect, Open, Query, Cancel, LookAtSqlite, ReadSqlite, WriteSqlite, Done = 16, Inspected, Columns, Rows, Failed, Catalog, Ended, Written }

internal readonly record struct EngineFrame(FrameKind Kind, byte[] Body)
{
    /// <summary>A page of rows is far smaller; more is a broken or hostile engine.</summary>
    private const int Longest = 256_000_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static EngineFrame Of<T>(FrameKind kind, T body) => new(kind, JsonSerializer.SerializeToUtf8Bytes(body, Json));

    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, Json)!;

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var frame = new byte[5 + Body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, Body.Length);
        frame[4] = (byte)Kind;
        Body.CopyTo(frame, 5);
        await stream.WriteAsync(frame, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>The next frame; null at the end of the stream.</summary>
    public static async Task<EngineFrame?> NextAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > Longest)
            return null;
        var body = new byte[length];
        return await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken) < length ? null : new((FrameKind)head[4], body);
    }
}

internal sealed record EngineStart(string Library, int MemoryMegabytes, int TemporaryMegabytes, int Threads, string Folder);

internal sealed record EngineQuery(string Sql, int MaxRows);

/// <summary>A query on a SQLite file, which the same kind of process reads.</summary>
internal sealed record SqliteEngineQuery(string Path, string Sql, int MaxRows, int Milliseconds);

/// <summary>What a result is beside its columns and rows.</summary>
internal sealed record EngineEnd(Completeness Completeness, string Hash, double Milliseconds);

/// <param name="Kind">What the server makes of it: an outcome for the person.</param>
internal sealed record EngineFailure(EngineFailureKind Kind, string Message);

internal enum EngineFailureKind { NotARead, NotUnderstood, NotAllowed, TooCostly, Data, Other, Stopped }
