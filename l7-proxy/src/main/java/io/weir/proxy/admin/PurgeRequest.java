package io.weir.proxy.admin;

import java.util.List;

/**
 * A purge as it is asked for, not checked yet.
 *
 * @param caches names; none: all caches
 * @param isSoft whether what is meant becomes stale instead of being forgotten
 * @param everything whether all is meant; the lists are empty then
 * @param urls URLs
 * @param prefixes what URLs start with
 * @param globs patterns of URLs
 * @param tags tags of responses
 */
public record PurgeRequest(
    List<String> caches,
    boolean isSoft,
    boolean everything,
    List<String> urls,
    List<String> prefixes,
    List<String> globs,
    List<String> tags) {
  public PurgeRequest {
    caches = List.copyOf(caches);
    urls = List.copyOf(urls);
    prefixes = List.copyOf(prefixes);
    globs = List.copyOf(globs);
    tags = List.copyOf(tags);
  }
}
