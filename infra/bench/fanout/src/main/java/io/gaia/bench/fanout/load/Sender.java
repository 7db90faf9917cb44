package io.gaia.bench.fanout.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Where messages begin. */
interface Sender extends AutoCloseable {
  void send(int number) throws IOException;

  @Override
  void close() throws IOException;

  static Sender to(Target target) throws IOException {
    String run = "run-" + System.nanoTime();
    return target.isGaia() ? new ToTopic(target.kafka(), run) : new ToPeer(target.port(), run);
  }

  /** The topic of alerts, from which Gaia takes them. */
  final class ToTopic implements Sender {
    private static final String TOPIC = "teacher-alerts";

    private final KafkaProducer<String, byte[]> producer;
    private final String run;

    private ToTopic(String kafka, String run) {
      this.run = run;
      producer =
          new KafkaProducer<>(
              Map.of(
                  ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                  kafka,
                  ProducerConfig.LINGER_MS_CONFIG,
                  0),
              new StringSerializer(),
              new ByteArraySerializer());
    }

    @Override
    public void send(int number) {
      byte[] alert = Message.alert(run, number, Instant.now());
      var unused = producer.send(new ProducerRecord<>(TOPIC, Message.CLASSROOM, alert));
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  /** A socket of the peer, which passes on what it hears. */
  final class ToPeer implements Sender {
    private final SocketChannel channel;
    private final String run;

    private ToPeer(int port, String run) throws IOException {
      this.run = run;
      channel = Handshake.open(port, "/send", "").channel();
    }

    @Override
    public void send(int number) throws IOException {
      byte[] alert = Message.alert(run, number, Instant.now());
      Handshake.writeAll(channel, ClientFrames.text(Message.frame(alert, number)));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
