using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Hansard.Server.Configuration;
using Hansard.Server.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.S3;

/// <summary>A bucket of a server that speaks S3, or what is below a prefix in one.</summary>
internal sealed partial class S3Container(
    AmazonS3Client client, ObjectsLocation location, DataDirectory directory, DiskSpace disk, ILogger<S3Container> logger)
    : IObjectContainer, IDisposable
{
    // At a start, the bucket's server may be starting too.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPause = TimeSpan.FromSeconds(1);

    // Each costs a request of a bucket that may be paid for.
    private static readonly TimeSpan ProbeFreshness = TimeSpan.FromSeconds(10);

    private readonly string _bucket = location.Bucket!;
    private long _answered = long.MinValue;

    /// <inheritdoc />
    public string Name => $"s3://{_bucket}/{location.Prefix}".TrimEnd('/');

    /// <summary>Connects to the server of a bucket; nothing is sent yet.</summary>
    /// <exception cref="IOException">A setting is wrong; the message says which.</exception>
    public static S3Container Open(
        ObjectsLocation location, S3Options options, DataDirectory directory, DiskSpace disk, ILogger<S3Container> logger)
        => new(S3Connection.Open(options), location, directory, disk, logger);

    /// <inheritdoc />
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await TryAllAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (S3Faults.IsFault(exception, cancellationToken))
            {
                var reason = S3Faults.Explain(exception, _bucket, client.Config.ServiceURL?.TrimEnd('/'));

                // Not every server shows at once to everybody what it has been given.
                var mayPass = S3Faults.IsTransient(exception) || S3Faults.IsMissing(exception);
                if (!mayPass || Stopwatch.GetElapsedTime(start) >= StartPatience)
                    throw new IOException(reason, exception);
                LogNotYet(reason);
            }

            await Task.Delay(StartPause, cancellationToken);
        }
    }

    /// <inheritdoc />
    public Task<ObjectDigest?> WriteAsync(
        string key, Stream content, long maximum, Func<string?, Task>? goesOn, CancellationToken cancellationToken)
        => new S3Upload(client, _bucket, KeyOf(key), directory).RunAsync(content, maximum, new GoingOn(goesOn), cancellationToken);

    /// <inheritdoc />
    public async Task<LocalRecording?> OpenAsync(string key, ObjectDigest? expected, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, S3Calls.OfReading, cancellationToken) is not { } found) return null;
        if (expected is not null && found.ContentLength != expected.Size)
        {
            throw new DamagedObjectException(
                $"The object {key} has {found.ContentLength} bytes, and had {expected.Size} when it was stored.");
        }

        return await new S3Download(client, _bucket, KeyOf(key), directory, disk)
            .RunAsync(found.ContentLength, found.ETag, expected?.Sha256, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<LocalRecording?> OpenEndsAsync(string key, CancellationToken cancellationToken)
        => await FindAsync(key, S3Calls.OfReading, cancellationToken) is { } found
            ? await new S3Download(client, _bucket, KeyOf(key), directory, disk)
                .RunAsync(found.ContentLength, found.ETag, cancellationToken)
            : null;

    /// <inheritdoc />
    public async Task<Stream?> OpenStreamAsync(string key, CancellationToken cancellationToken)
        => await FindAsync(key, S3Calls.None, cancellationToken) is { } found
            ? new S3ReadStream(client, _bucket, KeyOf(key), found.ContentLength, found.ETag, S3Calls.OfReading)
            : null;

    /// <inheritdoc />
    public Task RemoveAsync(string key, CancellationToken cancellationToken)
        => S3Calls.TryAsync(token => client.DeleteObjectAsync(_bucket, KeyOf(key), token), S3Calls.None, cancellationToken);

    /// <inheritdoc />
    public async Task BreakOffAsync(string key, string upload, CancellationToken cancellationToken)
    {
        try
        {
            await client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = _bucket, Key = KeyOf(key), UploadId = upload }, cancellationToken);
        }
        catch (AmazonServiceException exception) when (exception.StatusCode
            is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or HttpStatusCode.NoContent)
        {
            // It has ended, or this server knows no breaking off.
        }
        catch (Exception exception) when (S3Faults.IsFault(exception, cancellationToken))
        {
            throw S3Faults.Translate(exception);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = KeyOf(prefix.TrimEnd('/')) + "/" };
        do
        {
            var page = await S3Calls.RunAsync(token => client.ListObjectsV2Async(request, token), S3Calls.OfReading, cancellationToken);
            foreach (var found in page.S3Objects ?? []) yield return found.Key[location.Prefix.Length..];
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc />
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (_answered != long.MinValue && Stopwatch.GetElapsedTime(_answered) < ProbeFreshness) return;
        await S3Calls.RunAsync(TryListAsync, S3Calls.None, cancellationToken);
        _answered = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private string KeyOf(string key) => location.Prefix + ObjectKey.Checked(key);

    private async Task<GetObjectMetadataResponse?> FindAsync(string key, TimeSpan patience, CancellationToken cancellationToken)
    {
        var found = await S3Calls.TryAsync(
            token => client.GetObjectMetadataAsync(_bucket, KeyOf(key), token), patience, cancellationToken);
        // The answer is the same where the bucket is gone, and nothing in it must seem to have been deleted.
        if (found is null) await S3Calls.RunAsync(TryListAsync, patience, cancellationToken);
        return found;
    }

    private Task<ListObjectsV2Response> TryListAsync(CancellationToken cancellationToken) => client.ListObjectsV2Async(
        new ListObjectsV2Request { BucketName = _bucket, Prefix = KeyOf("probe") + "/", MaxKeys = 1 }, cancellationToken);

    // All rights that are needed later.
    private async Task TryAllAsync(CancellationToken cancellationToken)
    {
        var key = KeyOf($"probe/{BlobName.New()}");
        await client.PutObjectAsync(
            new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = "hansard", UseChunkEncoding = false }, cancellationToken);
        (await client.GetObjectAsync(_bucket, key, cancellationToken)).Dispose();
        await TryListAsync(cancellationToken);
        await client.DeleteObjectAsync(_bucket, key, cancellationToken);
    }

    [LoggerMessage(344, LogLevel.Warning, "{Reason} It is tried again for half a minute")]
    private partial void LogNotYet(string reason);
}
