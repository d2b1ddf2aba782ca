// flags: --add-exports java.base/sun.security.tools.keytool=ALL-UNNAMED --add-exports java.base/sun.security.x509=ALL-UNNAMED
// javac: --add-exports java.base/sun.security.tools.keytool=ALL-UNNAMED --add-exports java.base/sun.security.x509=ALL-UNNAMED

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import sun.security.tools.keytool.CertAndKeyGen;
import sun.security.x509.X500Name;

/** jdk.httpserver serves 500 plain and 500 TLS requests of java.net.http, from 32 threads. */
public class HttpThousand {
    static final int THREADS = 32;
    static final int REQUESTS = 500;
    static final AtomicInteger served = new AtomicInteger();

    public static void main(String[] args) throws Exception {
        SSLContext tls = context();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer plain = HttpServer.create(any, 0);
        HttpsServer secure = HttpsServer.create(any, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        for (HttpServer server : List.of(plain, secure)) {
            server.createContext("/echo", HttpThousand::echo);
            server.setExecutor(workers);
            server.start();
        }
        HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
        report("http", client, plain);
        report("https", client, secure);
        System.out.println("served " + served);
        plain.stop(0);
        secure.stop(0);
        workers.shutdown();
    }

    static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text = exchange.getRequestMethod() + " " + exchange.getRequestURI().getQuery() + " " + new String(body, StandardCharsets.UTF_8);
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        // Before the client can have the answer, and end.
        served.incrementAndGet();
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    static void report(String scheme, HttpClient client, HttpServer server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            String number = Integer.toString(i);
            URI uri = URI.create(scheme + "://localhost:" + server.getAddress().getPort() + "/echo?n=" + number);
            results.add(threads.submit(() -> {
                HttpRequest request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("body " + number)).build();
                var response = client.send(request, BodyHandlers.ofString());
                return response.statusCode() == 200 && response.body().equals("POST n=" + number + " body " + number);
            }));
        }
        int good = 0;
        for (Future<Boolean> result : results) {
            good += result.get() ? 1 : 0;
        }
        threads.shutdown();
        System.out.println(scheme + ": " + good + " of " + REQUESTS);
    }

    /** Both sides trust a certificate made for this run. */
    static SSLContext context() throws Exception {
        CertAndKeyGen maker = new CertAndKeyGen("EC", "SHA256withECDSA");
        maker.generate("secp256r1");
        Certificate certificate = maker.getSelfCertificate(new X500Name("CN=localhost"), 24 * 3600);
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        char[] password = "password".toCharArray();
        store.setKeyEntry("server", maker.getPrivateKey(), password, new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
