# package: libh2-java
# quick
cat > script.sql <<'S'
CREATE TABLE PERSON(ID INT PRIMARY KEY AUTO_INCREMENT, NAME VARCHAR(50) NOT NULL, BORN DATE, PAY DECIMAL(10, 2));
INSERT INTO PERSON(NAME, BORN, PAY) VALUES ('Ann', DATE '1990-01-02', 100.50), ('Bob', DATE '1980-05-06', 99.99), ('Cid', NULL, 7);
CREATE INDEX BY_NAME ON PERSON(NAME);
SELECT * FROM PERSON ORDER BY NAME DESC;
SELECT COUNT(*), SUM(PAY), AVG(PAY), MIN(BORN) FROM PERSON;
UPDATE PERSON SET PAY = PAY * 2 WHERE ID > 1;
SELECT NAME, PAY, ROW_NUMBER() OVER (ORDER BY PAY) AS R FROM PERSON;
WITH RECURSIVE N(I, F) AS (SELECT 1, CAST(1 AS BIGINT) UNION ALL SELECT I + 1, F * (I + 1) FROM N WHERE I < 15) SELECT * FROM N;
SELECT JSON_OBJECT('a': 1, 'b': ARRAY[1, 2]), UPPER('x') || REPEAT('y', 3), REGEXP_REPLACE('a1b2', '[0-9]', '#');
SELECT * FROM MISSING;
S
clean() { sed -E "s/, [0-9]+ ms\)/, N ms)/; s/SALT '[0-9a-f]+' HASH '[0-9a-f]+'/SALT HASH/"; }
db() { java -cp /usr/share/java/h2.jar "$@"; }
# In memory.
db org.h2.tools.Shell -url jdbc:h2:mem:test < script.sql 2>&1 | clean
# On disk: written by one process, read by another.
head -3 script.sql > create.sql
db org.h2.tools.RunScript -url jdbc:h2:./disk -user sa -script create.sql -showResults
db org.h2.tools.Shell -url jdbc:h2:./disk -user sa -sql 'SELECT * FROM PERSON' | clean
db org.h2.tools.Script -url jdbc:h2:./disk -user sa -script out.sql && clean < out.sql
db org.h2.tools.RunScript -url jdbc:h2:./disk -user sa -script script.sql
echo "exit $?"
