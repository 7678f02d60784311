using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Hansard.Server.Storage.Objects;

namespace Hansard.Server.Storage.S3;

/// <summary>Sends one stream to a bucket as it arrives: in one request when it is short, or in parts.</summary>
/// <remarks>While one part is sent, the next is read. Both are on this machine's disk meanwhile; no more of the stream ever is.</remarks>
internal sealed class S3Upload(IAmazonS3 client, string bucket, string key, DataDirectory directory)
{
    // S3 takes parts of 5 MiB or more, and 10,000 of them.
    private const long SmallestPart = 16L << 20;
    private const int MostParts = 10_000;

    // Its largest object, 5 TiB: a limit that is as good as none must not be counted on from.
    private const long MostBytes = 5L << 40;

    private static readonly TimeSpan BreakOffTimeout = TimeSpan.FromSeconds(10);

    private readonly List<PartETag> _sent = [];
    private string? _upload;

    /// <inheritdoc cref="IObjectContainer.WriteAsync" />
    public async Task<ObjectDigest?> RunAsync(Stream content, long maximum, GoingOn goesOn, CancellationToken cancellationToken)
    {
        maximum = Math.Min(maximum, MostBytes);

        // Ends what is being sent before the file that it is sent from.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var one = NewPart();
        await using var other = NewPart();
        Task<PartETag>? sending = null;
        var isComplete = false;
        try
        {
            using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var partSize = Math.Max(SmallestPart, maximum / (MostParts - 1) + 1);
            long size = 0;
            for (var number = 1; ; number++)
            {
                var part = number % 2 == 1 ? one : other;
                var wanted = Math.Min(partSize, maximum - size + 1);
                await part.FillAsync(content, wanted, whole, goesOn, stop.Token);
                size += part.Length;
                if (size > maximum) return null;
                var isLast = part.Length < wanted;
                if (isLast && _upload is null)
                {
                    await PutAsync(part, stop.Token);
                    break;
                }

                if (_upload is null) await BeginAsync(goesOn, stop.Token);
                if (sending is not null) _sent.Add(await sending);
                sending = part.Length > 0 ? SendAsync(part, number, stop.Token) : null;
                if (!isLast) continue;
                if (sending is not null) _sent.Add(await sending);
                sending = null;
                await EndAsync(size, stop.Token);
                break;
            }

            isComplete = true;
            return new ObjectDigest(size, Convert.ToHexStringLower(whole.GetHashAndReset()));
        }
        finally
        {
            if (!isComplete) await BreakOffAsync(sending, stop);
        }
    }

    private SpooledPart NewPart() => new(Path.Combine(directory.Temporary, TemporaryName.Of(BlobName.New())));

    private async Task PutAsync(SpooledPart part, CancellationToken cancellationToken) => await S3Calls.RunAsync(
        token => client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucket,
                Key = key,
                InputStream = part.Content,
                AutoCloseStream = false,
                MD5Digest = part.Md5,
                UseChunkEncoding = false,
            },
            token),
        S3Calls.None,
        cancellationToken);

    private async Task BeginAsync(GoingOn goesOn, CancellationToken cancellationToken)
    {
        var begun = await S3Calls.RunAsync(
            token => client.InitiateMultipartUploadAsync(
                new InitiateMultipartUploadRequest { BucketName = bucket, Key = key }, token),
            S3Calls.None,
            cancellationToken);
        _upload = begun.UploadId;
        await goesOn.TellAsync(_upload);
    }

    private async Task<PartETag> SendAsync(SpooledPart part, int number, CancellationToken cancellationToken)
    {
        var sent = await S3Calls.RunAsync(
            token => client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = key,
                    UploadId = _upload,
                    PartNumber = number,
                    PartSize = part.Length,
                    InputStream = part.Content,
                    MD5Digest = part.Md5,
                    UseChunkEncoding = false,
                },
                token),
            S3Calls.None,
            cancellationToken);
        return new PartETag(number, sent.ETag);
    }

    private async Task EndAsync(long size, CancellationToken cancellationToken)
    {
        var ended = await S3Calls.TryAsync(
            token => client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = _upload, PartETags = _sent }, token),
            S3Calls.None,
            cancellationToken);
        if (ended is not null) return;

        // No such upload: a first try had ended it, and its answer was lost.
        var stored = await S3Calls.TryAsync(
            token => client.GetObjectMetadataAsync(bucket, key, token), S3Calls.None, cancellationToken);
        if (stored?.ContentLength != size) throw ObjectsUnavailableException.Unreachable();
    }

    // Whoever waits for the answer does not wait long for this; what is left is broken off by its note.
    private async Task BreakOffAsync(Task? sending, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        if (sending is not null) await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_upload is null) return;
        using var timeout = new CancellationTokenSource(BreakOffTimeout);
        Task breakingOff = client.AbortMultipartUploadAsync(
            new AbortMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = _upload }, timeout.Token);
        await breakingOff.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
