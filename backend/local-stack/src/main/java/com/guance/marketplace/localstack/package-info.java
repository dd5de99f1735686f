/**
 * What a production portal finds around it, in one local process: PostgreSQL, a mail server, queues, and AWS Marketplace.
 * Everything listens on loopback, keeps its state in one folder, and survives being killed.
 */
package com.guance.marketplace.localstack;
