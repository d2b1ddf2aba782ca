// Graph algorithms: Dijkstra, BFS, DFS, topological order, union-find spanning tree, Floyd-Warshall, Huffman.
import java.util.*;
import java.util.stream.*;

public class Graphs {
    record Edge(int from, int to, int w) {}

    final int n;
    final List<List<Edge>> out = new ArrayList<>();
    final List<Edge> edges = new ArrayList<>();

    Graphs(int n) { this.n = n; for (int i = 0; i < n; i++) out.add(new ArrayList<>()); }

    void add(int a, int b, int w) { Edge e = new Edge(a, b, w); out.get(a).add(e); edges.add(e); }

    long[] dijkstra(int s) {
        long[] d = new long[n];
        Arrays.fill(d, Long.MAX_VALUE);
        d[s] = 0;
        PriorityQueue<long[]> q = new PriorityQueue<>(Comparator.comparingLong((long[] x) -> x[0]).thenComparingLong(x -> x[1]));
        q.add(new long[] {0, s});
        while (!q.isEmpty()) {
            long[] top = q.poll();
            int v = (int) top[1];
            if (top[0] > d[v]) continue;
            for (Edge e : out.get(v)) if (d[v] + e.w() < d[e.to()]) q.add(new long[] {d[e.to()] = d[v] + e.w(), e.to()});
        }
        return d;
    }

    List<Integer> topological() {
        int[] in = new int[n];
        for (Edge e : edges) in[e.to()]++;
        Deque<Integer> ready = IntStream.range(0, n).filter(i -> in[i] == 0).boxed().collect(Collectors.toCollection(ArrayDeque::new));
        List<Integer> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int v = ready.poll();
            order.add(v);
            for (Edge e : out.get(v)) if (--in[e.to()] == 0) ready.add(e.to());
        }
        return order.size() == n ? order : null;
    }

    int spanning() {
        int[] parent = IntStream.range(0, n).toArray();
        int total = 0;
        List<Edge> sorted = new ArrayList<>(edges);
        sorted.sort(Comparator.comparingInt(Edge::w));
        for (Edge e : sorted) {
            int a = find(parent, e.from()), b = find(parent, e.to());
            if (a != b) { parent[a] = b; total += e.w(); }
        }
        return total;
    }

    static int find(int[] p, int x) { return p[x] == x ? x : (p[x] = find(p, p[x])); }

    sealed interface Huff extends Comparable<Huff> {
        int weight();
        default int compareTo(Huff o) { return Integer.compare(weight(), o.weight()); }
    }

    record Leaf(char c, int weight) implements Huff {}

    record Fork(Huff l, Huff r, int weight) implements Huff {}

    static void codes(Huff h, String prefix, Map<Character, String> into) {
        if (h instanceof Leaf leaf) into.put(leaf.c(), prefix);
        else if (h instanceof Fork f) { codes(f.l(), prefix + "0", into); codes(f.r(), prefix + "1", into); }
    }

    public static void main(String[] args) {
        Graphs g = new Graphs(200);
        Random r = new Random(11);
        for (int i = 1; i < 200; i++) g.add(r.nextInt(i), i, 1 + r.nextInt(50));
        for (int i = 0; i < 600; i++) { int a = r.nextInt(199), b = a + 1 + r.nextInt(199 - a); g.add(a, b, 1 + r.nextInt(100)); }
        long[] d = g.dijkstra(0);
        System.out.println(Arrays.stream(d).sum() + " " + Arrays.stream(d).max().getAsLong() + " " + g.topological().hashCode() + " " + g.spanning());
        long[][] fw = new long[200][200];
        for (long[] row : fw) Arrays.fill(row, Integer.MAX_VALUE);
        for (int i = 0; i < 200; i++) fw[i][i] = 0;
        for (Edge e : g.edges) fw[e.from()][e.to()] = Math.min(fw[e.from()][e.to()], e.w());
        for (int k = 0; k < 200; k++) for (int i = 0; i < 200; i++) for (int j = 0; j < 200; j++) fw[i][j] = Math.min(fw[i][j], fw[i][k] + fw[k][j]);
        System.out.println(Arrays.equals(fw[0], d));
        g.add(199, 0, 1);
        System.out.println(g.topological());
        String text = "abracadabra alakazam";
        PriorityQueue<Huff> q = new PriorityQueue<>();
        text.chars().mapToObj(c -> (char) c).collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.summingInt(c -> 1))).forEach((c, w) -> q.add(new Leaf(c, w)));
        while (q.size() > 1) { Huff a = q.poll(), b = q.poll(); q.add(new Fork(a, b, a.weight() + b.weight())); }
        Map<Character, String> codes = new TreeMap<>();
        codes(q.poll(), "", codes);
        String bits = text.chars().mapToObj(c -> codes.get((char) c)).collect(Collectors.joining());
        StringBuilder back = new StringBuilder();
        Map<String, Character> inverse = codes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        for (int i = 0, s = 0; i < bits.length(); i++) { Character c = inverse.get(bits.substring(s, i + 1)); if (c != null) { back.append(c); s = i + 1; } }
        System.out.println(bits.length() + " " + back);
        int[][] grid = new int[20][20];
        for (int i = 0; i < 130; i++) grid[r.nextInt(20)][r.nextInt(20)] = 1;
        Deque<int[]> bfs = new ArrayDeque<>(List.of(new int[] {0, 0, 0}));
        boolean[][] seen = new boolean[20][20];
        int far = 0, cells = 0;
        while (!bfs.isEmpty()) {
            int[] c = bfs.poll();
            if (c[0] < 0 || c[1] < 0 || c[0] > 19 || c[1] > 19 || seen[c[0]][c[1]] || grid[c[0]][c[1]] == 1) continue;
            seen[c[0]][c[1]] = true;
            cells++;
            far = c[2];
            for (int[] m : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) bfs.add(new int[] {c[0] + m[0], c[1] + m[1], c[2] + 1});
        }
        System.out.println(cells + " " + far);
    }
}
