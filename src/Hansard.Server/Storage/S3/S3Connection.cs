using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Hansard.Server.Configuration;

namespace Hansard.Server.Storage.S3;

/// <summary>Makes the client of a server that speaks S3.</summary>
internal static class S3Connection
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // For a part to be sent, or an answer to begin.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // Half a second, then one: the rest is S3Calls's.
    private const int Retries = 2;

    // What other servers take where none is named; Amazon's own region has to be.
    private const string AnyRegion = "us-east-1";

    /// <summary>Makes it. Nothing is sent yet.</summary>
    /// <exception cref="IOException">The secret cannot be read, or Amazon's region is not known; the message says what to do.</exception>
    public static AmazonS3Client Open(S3Options options)
    {
        try
        {
            var config = Configure(options);
            return options is { AccessKey: { } key, SecretKeyFile: { } file }
                ? new AmazonS3Client(new BasicAWSCredentials(key, Secret(file)), config)
                : new AmazonS3Client(config);
        }
        catch (AmazonClientException exception)
        {
            throw new IOException(
                "The bucket's server is not known: set S3:Region (AWS_REGION) for Amazon's, or S3:Endpoint (AWS_ENDPOINT_URL) for another.",
                exception);
        }
    }

    private static AmazonS3Config Configure(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ConnectTimeout = ConnectTimeout,
            Timeout = Timeout,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            // Newer checksums in trailers are not understood by every server; Content-MD5 is, and the whole has a SHA-256 of ours.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        // The library takes its address from the environment where none is set.
        var hasEndpoint = options.Endpoint is not null || IsSet("AWS_ENDPOINT_URL") || IsSet("AWS_ENDPOINT_URL_S3");
        if (options.Endpoint is { } endpoint) config.ServiceURL = endpoint.AbsoluteUri;
        if (hasEndpoint) config.AuthenticationRegion = options.Region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? AnyRegion;
        else if (options.Region is { } region) config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        config.ForcePathStyle = options.PathStyle ?? hasEndpoint;
        return config;
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private static string Secret(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } secret
                ? secret
                : throw new IOException($"The file '{file}' (S3:SecretKeyFile) has no secret in its first line.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new IOException($"The file '{file}' (S3:SecretKeyFile) is not there, or cannot be read by this user.", exception);
        }
    }
}
