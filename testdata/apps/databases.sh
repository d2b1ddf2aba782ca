# package: derby-tools
# package: libderbyclient-java
# package: libhsqldb-java
cat > script.sql <<'S'
connect 'jdbc:derby:db;create=true';
create table t(id int primary key generated always as identity, name varchar(20), v decimal(8,2));
insert into t(name, v) values ('a', 1.5), ('b', 2.5), ('c', null);
select * from t order by name desc;
select count(*), sum(v) from t;
insert into missing values (1);
commit; exit;
S
ij script.sql 2>&1; echo "exit $?"
cat > Hsql.java <<'J'
import java.sql.*;
public class Hsql { public static void main(String[] a) throws Exception { for (String url : new String[] {"jdbc:hsqldb:mem:m", "jdbc:hsqldb:file:hs/db"}) {
    try (Connection c = DriverManager.getConnection(url, "SA", "")) { Statement s = c.createStatement();
        s.execute("create table t(id int primary key, name varchar(20))"); for (int i = 0; i < 300; i++) s.execute("insert into t values(" + i + ", 'n" + i % 7 + "')");
        ResultSet r = s.executeQuery("select name, count(*), sum(id) from t group by name order by name"); while (r.next()) System.out.println(r.getString(1) + " " + r.getInt(2) + " " + r.getLong(3));
        s.execute("shutdown"); } } } }
J
javac Hsql.java && java -cp .:/usr/share/java/hsqldb.jar Hsql 2>&1 | sed -E 's/^.*(INFO|WARN).*$/LOG/'; ls hs
