using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Http;

/// <summary>A connection of a client, counted by <see cref="OpenConnections"/> until it is disposed.</summary>
internal sealed class OpenConnection : ConnectionContext
{
    private readonly ConnectionContext _inner;
    private readonly OpenConnections _all;
    private readonly ResponseWriter _output;
    private IDuplexPipe _transport;

    /// <param name="inner">The transport's.</param>
    /// <param name="all">Told of its end.</param>
    public OpenConnection(ConnectionContext inner, OpenConnections all)
    {
        (_inner, _all) = (inner, all);
        _output = new ResponseWriter(inner.Transport.Output);
        _transport = new Duplex(inner.Transport.Input, _output);
        Place = new LinkedListNode<OpenConnection>(this);
        inner.Features.Set(this);
    }

    /// <inheritdoc />
    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    /// <inheritdoc />
    public override IFeatureCollection Features => _inner.Features;

    /// <inheritdoc />
    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    /// <inheritdoc />
    public override IDuplexPipe Transport
    {
        get => _transport;
        set => _transport = value;
    }

    /// <inheritdoc />
    public override CancellationToken ConnectionClosed
    {
        get => _inner.ConnectionClosed;
        set => _inner.ConnectionClosed = value;
    }

    /// <inheritdoc />
    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    /// <inheritdoc />
    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    /// <summary>Its place in the order of idleness, kept by <see cref="OpenConnections"/>.</summary>
    internal LinkedListNode<OpenConnection> Place { get; }

    /// <summary>Requests under way, kept by <see cref="OpenConnections"/>.</summary>
    internal int Requests { get; set; }

    /// <summary>A request with a key has begun: until it has ended, the connection is not closed in favour of others.</summary>
    public void BeginRequest() => _all.BeginRequest(this);

    /// <summary>The request has ended.</summary>
    public void EndRequest() => _all.EndRequest(this);

    /// <summary>Sends an answer in the place of the one that Kestrel is about to write, after which it closes the connection.</summary>
    public void AnswerLast(ReadOnlySpan<byte> answer) => _output.AnswerLast(answer);

    /// <inheritdoc />
    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    /// <inheritdoc />
    public override void Abort() => _inner.Abort();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _inner.DisposeAsync();
        }
        finally
        {
            _all.Remove(this);
            await base.DisposeAsync();
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
