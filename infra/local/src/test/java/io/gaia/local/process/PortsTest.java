package io.gaia.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {

  private final List<String> said = new ArrayList<>();

  @Test
  void a_taken_port_is_moved_to_a_free_one_and_that_is_said() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = new Ports(true, said::add, new Random(1)).choose("kafka", taken.getLocalPort());

      assertThat(port).isBetween(20_000, 32_000);
      assertThat(said)
          .containsExactly(
              "port %d is taken: kafka moves to %d".formatted(taken.getLocalPort(), port));
    }
  }

  @Test
  void a_free_usual_port_is_kept_and_never_given_twice() throws Exception {
    int usual = new Ports(false, said::add, new Random()).any("a test");
    Ports ports = new Ports(true, said::add, new Random(1));

    assertThat(ports.choose("kafka", usual)).isEqualTo(usual);
    assertThat(ports.choose("flink", usual)).isNotEqualTo(usual);
  }

  @Test
  void a_stack_beside_others_leaves_the_usual_ports_alone_without_a_word() {
    Ports ports = new Ports(false, said::add, new Random(1));

    assertThat(ports.choose("the coordinator", 8080)).isNotEqualTo(8080);
    assertThat(said).isEmpty();
  }
}
