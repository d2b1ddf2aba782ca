import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.Executors;
import java.util.jar.*;

/** URLConnection of a local server, of jars, files and the run-time image. */
public class NetUrls {
    interface Action {
        Object run() throws Exception;
    }

    static String base;

    static void show(String what, Action action) {
        try {
            System.out.println(what + ": " + action.run());
        } catch (Throwable e) {
            System.out.println(what + ": " + String.valueOf(e).replace(String.valueOf(base), "BASE"));
        }
    }

    static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        exchange.getResponseBody().write(empty ? new byte[0] : bytes);
        exchange.close();
    }

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hello", x -> answer(x, 200, "hello " + x.getRequestMethod() + " " + x.getRequestHeaders().getFirst("X-Test")));
        server.createContext("/post", x -> answer(x, 200, "got " + read(x.getRequestBody())));
        server.createContext("/moved", x -> {
            x.getResponseHeaders().set("Location", "/hello");
            answer(x, 302, "");
        });
        server.createContext("/loop", x -> {
            x.getResponseHeaders().set("Location", "/loop");
            answer(x, 302, "");
        });
        server.createContext("/error", x -> answer(x, 500, "broken"));
        server.createContext("/chunked", x -> {
            x.sendResponseHeaders(200, 0);
            for (int i = 0; i < 5; i++) {
                x.getResponseBody().write(("chunk " + i + ";").getBytes());
                x.getResponseBody().flush();
            }
            x.close();
        });
        server.createContext("/cookie", x -> {
            x.getResponseHeaders().set("Set-Cookie", "a=b; Path=/");
            answer(x, 200, "cookie " + x.getRequestHeaders().getFirst("Cookie"));
        });
        server.createContext("/slow", x -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            answer(x, 200, "slow");
        });
        HttpContext secret = server.createContext("/secret", x -> answer(x, 200, "secret of " + x.getPrincipal().getUsername()));
        secret.setAuthenticator(new BasicAuthenticator("realm") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals("user") && password.equals("pass");
            }
        });
        server.setExecutor(Executors.newCachedThreadPool(r -> {
            Thread thread = new Thread(r);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        base = "http://localhost:" + server.getAddress().getPort();
        try {
            http();
            jars();
            others();
        } finally {
            server.stop(0);
        }
        show("refused", () -> new URL(base + "/hello").openStream());
        show("unknown host", () -> new URL("http://no.such.host.invalid/").openStream());
    }

    static HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) new URL(base + path).openConnection();
    }

    static void http() throws Exception {
        HttpURLConnection get = open("/hello");
        get.setRequestProperty("X-Test", "value");
        System.out.println(get.getResponseCode() + " " + get.getResponseMessage() + " " + get.getContentLength() + " " + read(get.getInputStream()));
        System.out.println(get.getHeaderField(0) + " " + get.getHeaderField("Content-Length") + " " + get.usingProxy() + " " + get.getRequestMethod());
        HttpURLConnection post = open("/post");
        post.setDoOutput(true);
        post.getOutputStream().write("body".getBytes());
        System.out.println(read(post.getInputStream()) + " " + post.getRequestMethod());
        HttpURLConnection streaming = open("/post");
        streaming.setDoOutput(true);
        streaming.setRequestMethod("PUT");
        streaming.setChunkedStreamingMode(10);
        try (OutputStream out = streaming.getOutputStream()) {
            for (int i = 0; i < 20; i++) {
                out.write(("part " + i + " ").getBytes());
            }
        }
        System.out.println(read(streaming.getInputStream()).length());
        HttpURLConnection moved = open("/moved");
        System.out.println(read(moved.getInputStream()) + " " + moved.getURL().getPath());
        HttpURLConnection stay = open("/moved");
        stay.setInstanceFollowRedirects(false);
        System.out.println(stay.getResponseCode() + " " + stay.getHeaderField("Location"));
        show("loop", () -> open("/loop").getInputStream());
        show("missing", () -> open("/missing").getInputStream());
        HttpURLConnection error = open("/error");
        show("error", error::getInputStream);
        System.out.println(error.getResponseCode() + " " + read(error.getErrorStream()));
        System.out.println(read(open("/chunked").getInputStream()));
        HttpURLConnection head = open("/hello");
        head.setRequestMethod("HEAD");
        System.out.println(head.getResponseCode() + " " + read(head.getInputStream()).length());
        show("method", () -> { open("/hello").setRequestMethod("SING"); return ""; });
        HttpURLConnection slow = open("/slow");
        slow.setReadTimeout(50);
        show("timeout", slow::getInputStream);
        CookieHandler.setDefault(new CookieManager());
        System.out.println(read(open("/cookie").getInputStream()) + ", " + read(open("/cookie").getInputStream()));
        show("unauthorized", () -> open("/secret").getInputStream());
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("user", "pass".toCharArray());
            }
        });
        System.out.println(read(open("/secret").getInputStream()) + " " + Authenticator.getDefault().getClass().getSimpleName().isEmpty());
        for (int i = 0; i < 20; i++) {
            read(open("/hello").getInputStream());
        }
        show("through a proxy", () -> read(new URL("http://example.invalid/hello").openConnection(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", new URL(base).getPort()))).getInputStream()));
    }

    static void jars() throws Exception {
        try (JarOutputStream out = new JarOutputStream(new FileOutputStream("test.jar"), new Manifest())) {
            out.putNextEntry(new JarEntry("dir/entry.txt"));
            out.write("in a jar".getBytes());
        }
        String url = "jar:" + Path.of("test.jar").toUri() + "!/dir/entry.txt";
        System.out.println(read(new URL(url).openStream()));
        JarURLConnection connection = (JarURLConnection) new URL(url).openConnection();
        System.out.println(connection.getEntryName() + " " + connection.getContentLength() + " " + connection.getContentType() + " " + connection.getJarEntry().getSize() + " " + connection.getJarFile().size());
        show("no entry", () -> {
            try {
                return new URL(url + "x").openStream();
            } catch (FileNotFoundException e) {
                return e.getMessage().startsWith("JAR entry dir/entry.txtx not found in");
            }
        });
        show("no jar", () -> {
            try {
                return new URL("jar:file:nothing.jar!/x").openStream();
            } catch (IOException e) {
                return e.getClass() + " " + e.getMessage();
            }
        });
        try (URLClassLoader loader = new URLClassLoader(new URL[] {Path.of("test.jar").toUri().toURL()}, null)) {
            System.out.println(read(loader.getResourceAsStream("dir/entry.txt")) + " " + loader.findResource("none"));
        }
    }

    static void others() throws Exception {
        Files.writeString(Path.of("plain.txt"), "a file");
        URLConnection file = Path.of("plain.txt").toUri().toURL().openConnection();
        System.out.println(read(file.getInputStream()) + " " + file.getContentLength() + " " + file.getContentType());
        show("no file", () -> new URL("file:nothing.txt").openStream());
        show("image", () -> new URL("jrt:/java.base/java/lang/Object.class").openStream().readAllBytes().length > 1000);
        show("protocol", () -> new URL("gopher://x/"));
        show("no protocol", () -> new URL("nothing"));
        show("URI", () -> new URI("http://a b/"));
        System.out.println(URLEncoder.encode("a b&ü/", StandardCharsets.UTF_8) + " " + URLDecoder.decode("a+b%26%C3%BC", StandardCharsets.UTF_8));
        System.out.println(ProxySelector.getDefault().select(new URI("http://example.invalid/")));
    }
}
