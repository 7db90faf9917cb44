package io.gaia.server.http;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * A file of the page as it is sent, compressed once. Its tag is of its content: the dates of files
 * in a reproducible jar tell nothing.
 */
@SuppressWarnings("ArrayRecordComponent")
record PageFile(String type, String tag, byte[] plain, Optional<byte[]> compressed) {

  static PageFile read(URL address, String type) throws IOException {
    byte[] plain = Resources.toByteArray(address);
    byte[] gzip = gzip(plain);
    return new PageFile(
        type,
        "\"" + Hashing.sha256().hashBytes(plain).toString().substring(0, 16) + "\"",
        plain,
        Optional.of(gzip).filter(it -> it.length < plain.length));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeader.ETAG.asString(), tag);
    response.setHeader(HttpHeader.VARY.asString(), HttpHeader.ACCEPT_ENCODING.asString());
    // a proxy that compresses on the way makes the tag a weak one
    String known = request.getHeader(HttpHeader.IF_NONE_MATCH.asString());
    if (known != null && known.contains(tag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    QuotedQualityCSV accepted = new QuotedQualityCSV();
    request
        .getHeaders(HttpHeader.ACCEPT_ENCODING.asString())
        .asIterator()
        .forEachRemaining(accepted::addValue);
    byte[] body = plain;
    if (accepted.getValues().contains("gzip") && compressed.isPresent()) {
      response.setHeader(HttpHeader.CONTENT_ENCODING.asString(), "gzip");
      body = compressed.get();
    }
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
