using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Hansard.Server.Storage;

namespace Hansard.Server.Http;

/// <summary>Addresses that let whoever has them read one recording for a while, without a key.</summary>
/// <remarks>
/// A signature names the project and the end of its time, and is bound to both, to the resource and to this database. It is checked before
/// anything is looked up, so a wrong one learns nothing of which files there are. It travels in the query, which is never logged or traced.
/// </remarks>
internal sealed class SignedUrls(ISettingStore settings, IProjectStore projects, TimeProvider clock)
{
    /// <summary>The query parameter that carries a signature.</summary>
    public const string Parameter = "signature";

    /// <summary>Time for which an address is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int ProjectLength = 16;
    private const int ClaimsLength = ProjectLength + sizeof(long);

    private readonly SigningKey _key = new(settings, "address_secret");

    /// <summary>Sees to it that no request has to wait for the secret.</summary>
    public void Prepare() => _key.Prepare();

    /// <summary>Signs the address of a resource.</summary>
    /// <param name="resource">The resource that may be read, such as "files/ID".</param>
    /// <param name="project">Id of the project that it belongs to.</param>
    /// <param name="latest">Milliseconds since 1970 UTC at which it ends, should that be earlier; null: after its whole time.</param>
    public string Sign(string resource, Project project, long? latest = null)
    {
        var end = Math.Min(clock.Milliseconds() + (long)Lifetime.TotalMilliseconds, latest ?? long.MaxValue);
        var claims = new byte[ClaimsLength];
        Guid.Parse(project.Id).TryWriteBytes(claims);
        BinaryPrimitives.WriteInt64BigEndian(claims.AsSpan(ProjectLength), end);
        return Base64Url.EncodeToString([.. claims, .. _key.Sign(Message(resource, claims))]);
    }

    /// <summary>Finds whose resource a signature opens.</summary>
    /// <exception cref="ApiException">It does not, or not any more.</exception>
    public Project Verify(string resource, string signature)
    {
        var bytes = new byte[ClaimsLength + HMACSHA256.HashSizeInBytes];
        // TryDecodeFromChars throws where the text is not Base64Url; this tells.
        if (signature.Length != Base64Url.GetEncodedLength(bytes.Length)
            || Base64Url.DecodeFromChars(signature, bytes, out _, out var length) is not OperationStatus.Done
            || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(
                _key.Sign(Message(resource, bytes.AsSpan(0, ClaimsLength))), bytes.AsSpan(ClaimsLength)))
            throw Refused("This address is not one that this server has signed, or it was changed");
        if (BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ProjectLength)) <= clock.Milliseconds())
            throw Refused($"This address has expired: it was good for {Lifetime.TotalMinutes:0} minutes at most");
        return projects.OfId(new Guid(bytes.AsSpan(0, ProjectLength)).ToString())
            ?? throw Refused("This address is of a project that there is no more");
    }

    private static byte[] Message(string resource, ReadOnlySpan<byte> claims) => [.. Encoding.UTF8.GetBytes($"{resource}\n"), .. claims];

    private static ApiException Refused(string reason)
        => new(
            401,
            ErrorTypes.Unauthenticated,
            $"{reason}. Ask GET /v1/files/ID/url for a new one, with a key, or GET /v1/shared, with a link.");
}

/// <summary>Marks an endpoint that a <see cref="SignedUrls">signed address</see> opens as well as a key.</summary>
/// <param name="Collection">The resources' part of the path before their id, such as "files".</param>
internal sealed record OpenedBySignature(string Collection)
{
    /// <summary>The resource of an id, as it is signed.</summary>
    public string ResourceOf(string id) => $"{Collection}/{id}";
}
