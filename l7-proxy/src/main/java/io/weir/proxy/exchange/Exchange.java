package io.weir.proxy.exchange;

import io.weir.dsl.model.Route;
import io.weir.proxy.failure.Cause;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to one reply. Made when the head is whole, gone when the reply has left;
 * belongs to one loop, so its fields are plain. Features read the request, and note here what the
 * access log and the metrics will tell.
 */
public final class Exchange {
  private final Loop loop;
  private final Client client;
  private final RequestHead request;
  private BodySource requestBody;
  private final Consumer<ResponseHead> interim;
  private final Timeline timeline = new Timeline();
  private final Traffic traffic = new Traffic();

  private final FieldChanges requestChanges = new FieldChanges();
  byte @Nullable [] upstreamTarget;
  byte[] clientAddress;
  String clientAddressText;
  @Nullable Route route;
  @Nullable Terms terms;
  int routeIndex = -1;
  int slot;
  int[] captures = NO_CAPTURES;
  @Nullable String requestId;
  @Nullable String pool;
  @Nullable String endpoint;
  private final int ordinal;
  boolean peerTrusted;
  boolean secure;
  private boolean clientGone;
  private Runnable onClientGone = () -> {};
  private Runnable atEnd = () -> {};
  int retries;
  private int status;
  private @Nullable Cause cause;
  private @Nullable String causeDetail;
  private @Nullable String limit;
  private @Nullable ReplyDress dress;
  @Nullable String user;
  @Nullable Claims claims;
  ClaimsSource claimsSource = ClaimsSource.NONE;
  @Nullable String claimsVerifier;
  @Nullable Claims claimsFound;

  private static final int[] NO_CAPTURES = new int[0];
  private static final byte[] X_REQUEST_ID = Octets.of("x-request-id");

  /**
   * @param ordinal which request of its connection this is; the first is 1
   * @param interim writes a 1xx response to the client, if the client can take one
   */
  public Exchange(
      Loop loop,
      Client client,
      RequestHead request,
      int ordinal,
      BodySource requestBody,
      Consumer<ResponseHead> interim) {
    this.loop = loop;
    this.client = client;
    this.request = request;
    this.ordinal = ordinal;
    this.requestBody = requestBody;
    this.interim = interim;
    this.clientAddress = client.address();
    this.clientAddressText = client.addressText();
    this.secure = client.secure();
  }

  public Loop loop() {
    return loop;
  }

  public Client client() {
    return client;
  }

  public RequestHead request() {
    return request;
  }

  /** The request's content; never started or cancelled means that it is discarded at the end. */
  public BodySource requestBody() {
    return requestBody;
  }

  /** Puts another source in place of the one that the caller has started. */
  public void requestBody(BodySource other) {
    requestBody = other;
  }

  public Timeline timeline() {
    return timeline;
  }

  /** What becomes of the request's fields when it is sent upstream. */
  public FieldChanges requestChanges() {
    return requestChanges;
  }

  /** Path and query to send upstream in place of the request's own, or null. */
  public byte @Nullable [] upstreamTarget() {
    return upstreamTarget;
  }

  /** Rewrites path and query; the octets must be a valid origin-form (RFC 9112 3.2.1). */
  public void upstreamTarget(byte[] pathAndQuery) {
    upstreamTarget = pathAndQuery;
  }

  /** Which request of its connection this is; the first is 1. */
  public int ordinal() {
    return ordinal;
  }

  /** Whether the peer's forwarding fields are believed. */
  public boolean isPeerTrusted() {
    return peerTrusted;
  }

  public void peerTrusted(boolean trusted) {
    peerTrusted = trusted;
  }

  /** Whether the client speaks TLS: with us, or with a trusted proxy that says so. */
  public boolean isSecure() {
    return secure;
  }

  public void secure(boolean isSecure) {
    secure = isSecure;
  }

  /** {@code https} or {@code http}, as the client sees it. */
  public String scheme() {
    return secure ? "https" : "http";
  }

  /** Whether nobody waits for the reply any more. */
  public boolean isClientGone() {
    return clientGone;
  }

  /** Sets what to do when the client goes before there is a reply; replaces what was set before. */
  public void onClientGone(Runnable task) {
    onClientGone = task;
  }

  /** Says that the client is gone. */
  public void clientGone() {
    clientGone = true;
    onClientGone.run();
  }

  /** Adds what is to be done when it has ended: the reply has left, or never will. */
  public void atEnd(Runnable task) {
    var before = atEnd;
    atEnd =
        () -> {
          before.run();
          task.run();
        };
  }

  /** Says that it has ended. */
  public void ended() {
    var tasks = atEnd;
    atEnd = () -> {};
    tasks.run();
  }

  /** Passes a 1xx response on. */
  public void interim(ResponseHead head) {
    interim.accept(head);
  }

  /** The client's address as {@code trusted} makes it out: 4 or 16 bytes. */
  public byte[] clientAddress() {
    return clientAddress;
  }

  /** The same as text. */
  public String clientAddressText() {
    return clientAddressText;
  }

  /** Sets the address found behind trusted proxies. */
  public void clientAddress(byte[] address, String text) {
    clientAddress = address;
    clientAddressText = text;
  }

  /** What the request keeps to, or null as long as nobody has looked at it. */
  public @Nullable Terms terms() {
    return terms;
  }

  public void terms(Terms inForce) {
    terms = inForce;
  }

  /** The route chosen, or null if none matched (yet). */
  public @Nullable Route route() {
    return route;
  }

  /** The route's number in its snapshot, in file order over all hosts; -1 before one is chosen. */
  public int routeIndex() {
    return routeIndex;
  }

  /** Where the metrics of the route are counted; 0 as long as there is no route. */
  public int slot() {
    return slot;
  }

  public void slot(int ofRoute) {
    slot = ofRoute;
  }

  /**
   * Where the captures of the route's path are in {@code request().target().bytes()}: start and end
   * for each capture in the order of its segments, then for {@code **} if the path has it.
   */
  public int[] captures() {
    return captures;
  }

  /** Notes the route. */
  public void route(Route chosen, int index, int[] found) {
    route = chosen;
    routeIndex = index;
    captures = found;
  }

  /** Notes what every reply to this request gets, whoever makes it. */
  public void dress(ReplyDress ofRoute) {
    dress = ofRoute;
  }

  /** Gives a reply of Weir's own what every reply to this request gets. */
  public void dress(Reply reply) {
    if (dress != null) {
      dress.apply(this, reply);
    }
  }

  /** The id that the request carries or was given; made on first use. */
  public String requestId() {
    var id = requestId;
    if (id == null) {
      id = hasRequestId() ? request.fields().value(FieldName.X_REQUEST_ID) : null;
      if (id == null) {
        id = loop.newRequestId();
      }
      requestId = id;
    }
    return id;
  }

  /**
   * Whether the request carries its id: one line that is not empty, and that Connection does not
   * keep to the connection (RFC 9110 7.6.1).
   */
  public boolean hasRequestId() {
    var fields = request.fields();
    int line = fields.first(FieldName.X_REQUEST_ID);
    return line >= 0
        && fields.valueStart(line) < fields.valueEnd(line)
        && fields.next(FieldName.X_REQUEST_ID, line) < 0
        && !isNamedByConnection(fields, X_REQUEST_ID);
  }

  private static boolean isNamedByConnection(FieldLines fields, byte[] lowerName) {
    for (int i = fields.first(FieldName.CONNECTION);
        i >= 0;
        i = fields.next(FieldName.CONNECTION, i)) {
      if (Octets.listHas(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), lowerName)) {
        return true;
      }
    }
    return false;
  }

  public @Nullable String pool() {
    return pool;
  }

  /** The server that the last attempt went to, as {@code host:port}. */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /** Notes where an attempt goes. */
  public void sentTo(String poolName, String endpointName) {
    pool = poolName;
    endpoint = endpointName;
  }

  public int retries() {
    return retries;
  }

  /** Notes one more try. */
  public void retried() {
    retries++;
  }

  /** The status sent, or 0 if none was; set by the connection. */
  public int status() {
    return status;
  }

  public void status(int sent) {
    status = sent;
  }

  /** What content has passed. */
  public Traffic traffic() {
    return traffic;
  }

  /** What limits did with it that is worth telling, {@code delayed NAME}; null: nothing. */
  public @Nullable String limit() {
    return limit;
  }

  /** Notes what a limit did. */
  public void limited(String outcome, String name) {
    var more = outcome + " " + name;
    limit = limit == null ? more : limit + ", " + more;
  }

  /** Why it did not end well, or null if it did. */
  public @Nullable Cause cause() {
    return cause;
  }

  /** What was found and expected, for the log; null where there is no more to say. */
  public @Nullable String causeDetail() {
    return causeDetail;
  }

  /** Notes why it does not end well; the first cause counts. */
  public void failed(Cause why, @Nullable String detail) {
    if (cause == null) {
      cause = why;
      causeDetail = detail;
    }
  }

  /** Who the client has proved to be, for the log; null: nobody in particular. */
  public @Nullable String user() {
    return user;
  }

  /** Notes who the client has proved to be. */
  public void user(String name) {
    user = name;
  }

  /** What the token says that the route asked for and verified; null: there is none. */
  public @Nullable Claims claims() {
    return claims;
  }

  /** Notes the claims of a token that the verifier of this name has verified for the route. */
  public void claims(String verifier, Claims verified) {
    claims = verified;
    claimsVerifier = verifier;
    claimsFound = verified;
  }

  /** Sets who knows the claims of this request's token. */
  public void claimsSource(ClaimsSource source) {
    claimsSource = source;
  }

  /** The claims of the token that this verifier takes, or null; looked for on first use. */
  public @Nullable Claims claimsOf(String verifier) {
    if (!verifier.equals(claimsVerifier)) {
      claimsFound = claimsSource.of(this, verifier);
      claimsVerifier = verifier;
    }
    return claimsFound;
  }
}
