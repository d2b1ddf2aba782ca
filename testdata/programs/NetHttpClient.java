import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

/** java.net.http: HTTP/1.1, HTTP/2 by upgrade, WebSocket, asynchronous requests, errors. */
public class NetHttpClient {
    interface Action {
        Object run() throws Exception;
    }

    static void show(String what, Action action) {
        try {
            System.out.println(what + ": " + action.run());
        } catch (ExecutionException | CompletionException e) {
            System.out.println(what + " failed: " + e.getCause());
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    public static void main(String[] args) throws Exception {
        http1();
        http2();
        webSocket();
        System.exit(0);
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static void http1() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/echo", x -> answer(x, 200, x.getRequestMethod() + " " + x.getRequestHeaders().getFirst("X-Test") + " " + new String(x.getRequestBody().readAllBytes()).length()));
        server.createContext("/moved", x -> {
            x.getResponseHeaders().set("Location", "/echo");
            answer(x, 301, "");
        });
        server.createContext("/lines", x -> answer(x, 200, "one\ntwo\nthree"));
        server.createContext("/slow", x -> {
            try {
                Thread.sleep(400);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            answer(x, 200, "slow");
        });
        ExecutorService pool = Executors.newCachedThreadPool();
        server.setExecutor(pool);
        server.start();
        String base = "http://localhost:" + server.getAddress().getPort();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NORMAL).build();
        HttpRequest get = HttpRequest.newBuilder(URI.create(base + "/echo")).header("X-Test", "t").build();
        HttpResponse<String> response = client.send(get, BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body() + " " + response.version() + " " + response.headers().firstValueAsLong("content-length"));
        System.out.println(client.send(HttpRequest.newBuilder(URI.create(base + "/echo")).POST(BodyPublishers.ofString("x".repeat(100_000))).build(), BodyHandlers.ofString()).body());
        System.out.println(client.send(HttpRequest.newBuilder(URI.create(base + "/echo")).PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[5000]))).build(), BodyHandlers.ofString()).body());
        HttpResponse<String> moved = client.send(HttpRequest.newBuilder(URI.create(base + "/moved")).build(), BodyHandlers.ofString());
        System.out.println(moved.body() + " " + moved.uri().getPath() + " " + moved.previousResponse().isPresent());
        System.out.println(client.send(HttpRequest.newBuilder(URI.create(base + "/lines")).build(), BodyHandlers.ofLines()).body().toList());
        System.out.println(client.send(HttpRequest.newBuilder(URI.create(base + "/lines")).build(), BodyHandlers.ofFile(Path.of("body.txt"))).body());
        System.out.println(client.send(HttpRequest.newBuilder(URI.create(base + "/missing")).build(), BodyHandlers.discarding()).statusCode());
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(client.sendAsync(get, BodyHandlers.ofString()).thenApply(HttpResponse::body));
        }
        System.out.println(all.stream().map(CompletableFuture::join).distinct().toList());
        show("timeout", () -> client.send(HttpRequest.newBuilder(URI.create(base + "/slow")).timeout(Duration.ofMillis(50)).build(), BodyHandlers.ofString()));
        server.stop(0);
        pool.shutdown();
        show("refused", () -> {
            try {
                return client.send(get, BodyHandlers.ofString());
            } catch (ConnectException e) {
                return "ConnectException " + e.getMessage();
            }
        });
        show("refused, asynchronously", () -> client.sendAsync(get, BodyHandlers.ofString()).get());
        show("unresolved", () -> client.send(HttpRequest.newBuilder(URI.create("http://no.such.host.invalid/")).build(), BodyHandlers.ofString()));
        show("scheme", () -> HttpRequest.newBuilder(URI.create("ftp://x/")));
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(9 + payload.length);
        out.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
        return out.array();
    }

    /** Answers one connection's requests: the first by upgrade, then those in frames. */
    static void serveHttp2(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        String line;
        while (!(line = in.readLine()).isEmpty()) {
            if (line.startsWith("Upgrade")) {
                System.out.println(line);
            }
        }
        out.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n".getBytes());
        out.write(frame(4, 0, 0, new byte[0]));
        byte[] preface = in.readNBytes(24);
        System.out.println(new String(preface, 0, 14));
        reply(out, 1);
        while (true) {
            int head;
            try {
                head = in.readInt();
            } catch (EOFException | SocketException e) {
                return;
            }
            int flags = in.read();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(head >>> 8);
            switch (head & 0xff) {
                case 1 -> reply(out, stream);
                case 4 -> {
                    if ((flags & 1) == 0) {
                        out.write(frame(4, 1, 0, new byte[0]));
                    }
                }
                case 6 -> out.write(frame(6, 1, 0, payload));
                case 7 -> {
                    return;
                }
                default -> { }
            }
        }
    }

    /** Headers `:status: 200`, then data. */
    static void reply(OutputStream out, int stream) throws IOException {
        out.write(frame(1, 4, stream, new byte[] {(byte) 0x88}));
        out.write(frame(0, 0, stream, "stream ".getBytes()));
        out.write(frame(0, 1, stream, String.valueOf(stream).getBytes()));
        out.flush();
    }

    static void http2() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                serveHttp2(socket);
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.getLocalPort() + "/")).build();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            System.out.println(response.version() + " " + response.statusCode() + " " + response.body());
        }
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body));
        }
        System.out.println(all.stream().map(CompletableFuture::join).sorted().toList());
        server.close();
    }

    static void serveWebSocket(Socket socket) throws Exception {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        String key = null;
        String line;
        while (!(line = in.readLine()).isEmpty()) {
            if (line.toLowerCase().startsWith("sec-websocket-key: ")) {
                key = line.substring(19);
            }
        }
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes());
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n").getBytes());
        while (true) {
            int first = in.read();
            int length = in.read() & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i % 4];
            }
            out.write(first);
            out.write(length);
            out.write(payload);
            out.flush();
            if ((first & 0xf) == 8) {
                return;
            }
        }
    }

    static void webSocket() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                serveWebSocket(socket);
            } catch (Exception e) {
                System.out.println(e);
            }
        });
        thread.start();
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create("ws://localhost:" + server.getLocalPort() + "/"), new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                events.add("text " + data + " " + last);
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                events.add("binary " + data.remaining() + " " + last);
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
                events.add("pong " + data.remaining());
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                events.add("close " + status + " " + reason);
                return null;
            }
        }).get();
        socket.sendText("hello", true).join();
        System.out.println(events.take());
        socket.sendBinary(ByteBuffer.allocate(50), true).join();
        System.out.println(events.take());
        socket.sendPong(ByteBuffer.allocate(4)).join();
        System.out.println(events.take());
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        System.out.println(events.take());
        thread.join();
        server.close();
    }
}
