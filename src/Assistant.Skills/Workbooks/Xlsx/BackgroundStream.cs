using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>Writes to another stream on a thread of its own, so that packing goes on while the next rows are written. A few buffers ahead at most.</summary>
internal sealed class BackgroundStream : Stream
{
    private const int Ahead = 4;
    private readonly BlockingCollection<(byte[] Bytes, int Length)> _waiting = new(Ahead);
    private readonly Stream _inner;
    private readonly Thread _thread;
    private volatile Exception? _failure;

    public BackgroundStream(Stream inner)
    {
        _inner = inner;
        _thread = new(Run) { IsBackground = true, Name = "workbook" };
        _thread.Start();
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Throw();
        var copy = ArrayPool<byte>.Shared.Rent(buffer.Length);
        buffer.CopyTo(copy);
        _waiting.Add((copy, buffer.Length));
    }

    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_waiting.IsAddingCompleted)
        {
            _waiting.CompleteAdding();
            _thread.Join();
            _waiting.Dispose();
            _inner.Dispose();
            Throw();
        }
        base.Dispose(disposing);
    }

    private void Run()
    {
        foreach (var (bytes, length) in _waiting.GetConsumingEnumerable())
        {
            try
            {
                // After a failure what comes is taken and dropped, so that nobody waits for room.
                if (_failure is null)
                    _inner.Write(bytes, 0, length);
            }
            catch (Exception failure)
            {
                _failure = failure;   // thrown where it is written or closed
            }
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Throw()
    {
        if (_failure is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }
}
