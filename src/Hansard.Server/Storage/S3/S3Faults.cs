using System.Net;
using Amazon.Runtime;

namespace Hansard.Server.Storage.S3;

/// <summary>Says in words of this server what a bucket's server says, or does not.</summary>
internal static class S3Faults
{
    /// <summary>Tells whether an exception is the library's, or the network's.</summary>
    /// <param name="exception">Of a call.</param>
    /// <param name="cancellationToken">The caller's: its cancellation is no fault.</param>
    public static bool IsFault(Exception exception, CancellationToken cancellationToken)
        => exception is AmazonClientException or AmazonServiceException or HttpRequestException
            || (exception is IOException and not StorageUnavailableException and not DamagedObjectException)
            || (exception is OperationCanceledException or TimeoutException && !cancellationToken.IsCancellationRequested);

    /// <summary>Tells whether there is no such object, or upload.</summary>
    public static bool IsMissing(Exception exception)
        => exception is AmazonServiceException { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" };

    /// <summary>Tells whether the same call can succeed a moment later.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: 0 or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => true,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented } => true,
        AmazonServiceException { ErrorCode: "RequestTimeout" or "SlowDown" or "BadDigest" } => true,
        AmazonServiceException => false,
        // No credentials, for one.
        AmazonClientException => false,
        _ => true,
    };

    /// <summary>The exception for whoever waits for an answer.</summary>
    public static ObjectsUnavailableException Translate(Exception exception)
        => IsTransient(exception) ? ObjectsUnavailableException.Unreachable(exception) : ObjectsUnavailableException.Refused(exception);

    /// <summary>A sentence for whoever starts the server.</summary>
    /// <param name="exception">Of a call.</param>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="address">Its server's address; null: Amazon's.</param>
    public static string Explain(Exception exception, string bucket, string? address)
    {
        var place = $"the bucket '{bucket}' at {address ?? "Amazon"}";
        return exception switch
        {
            AmazonServiceException { ErrorCode: "NoSuchBucket" } or AmazonServiceException { StatusCode: HttpStatusCode.NotFound } =>
                $"There is no bucket '{bucket}' at {address ?? "Amazon"}: make it, or name another with --objects.",
            AmazonServiceException { ErrorCode: "InvalidAccessKeyId" } =>
                $"The access key is not known for {place}: set S3:AccessKey and S3:SecretKeyFile, or AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY.",
            AmazonServiceException { ErrorCode: "SignatureDoesNotMatch" } =>
                $"The secret of the access key is wrong for {place}, or something between changes requests: look at "
                + "S3:SecretKeyFile, or AWS_SECRET_ACCESS_KEY.",
            AmazonServiceException { ErrorCode: "RequestTimeTooSkewed" } =>
                $"The clock of this machine and that of {place} differ by minutes: set them right.",
            AmazonServiceException { ErrorCode: "AuthorizationHeaderMalformed" or "PermanentRedirect" }
                or AmazonServiceException { StatusCode: HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect } =>
                $"The region is wrong for {place}: set S3:Region (AWS_REGION) to that of the bucket.",
            AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } =>
                $"The access key may not use {place}: it needs the rights to put, get and delete objects, and to list the bucket.",
            AmazonServiceException service when !IsTransient(service) =>
                $"What a server does with S3 does not work with {place} ({service.ErrorCode}): look at S3:Endpoint and S3:PathStyle.",
            AmazonClientException =>
                $"There is no access key for {place}: set S3:AccessKey and S3:SecretKeyFile, or AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY.",
            _ => $"T{place[1..]} cannot be reached: start its server, or look at S3:Endpoint and S3:Region.",
        };
    }
}
